import { COST_VERSIONS } from '@apollo/federation-internals'
import type { Schema } from '@apollo/federation-internals'

/** How many elements a list may have, by `@listSize`. */
export interface ListSize {
  /** When no argument says it. */
  assumedSize: number | undefined
  /** The arguments that say it. */
  slicingArguments: readonly string[]
  /** Where the field is no list itself: which fields below it are, such as the `edges` of a connection. */
  sizedFields: readonly string[]
  /** Whether exactly one of the arguments must be given. */
  requireOneSlicingArgument: boolean
}

/**
 * What a schema's `@cost` and `@listSize` say, by coordinate: `User`, `Query.users`, `Query.users(first:)` or
 * `UserInput.name`.
 */
export interface CostRules {
  weights: ReadonlyMap<string, number>
  listSizes: ReadonlyMap<string, ListSize>
}

/** Reads the cost directives off a supergraph, whatever names they were imported under. */
export function readCostRules(supergraph: Schema): CostRules {
  const specification = COST_VERSIONS.latest()
  const weights = new Map<string, number>()
  for (const directive of specification.costDirective(supergraph)?.applications() ?? []) {
    weights.set(coordinateOf(directive.parent), directive.arguments().weight)
  }
  const listSizes = new Map<string, ListSize>()
  for (const directive of specification.listSizeDirective(supergraph)?.applications() ?? []) {
    const given = directive.arguments()
    listSizes.set(coordinateOf(directive.parent), {
      assumedSize: given.assumedSize,
      slicingArguments: given.slicingArguments ?? [],
      sizedFields: given.sizedFields ?? [],
      requireOneSlicingArgument: given.requireOneSlicingArgument ?? true,
    })
  }
  return { weights, listSizes }
}

const coordinateOf = (element: object) =>
  'coordinate' in element && typeof element.coordinate === 'string' ? element.coordinate : ''
