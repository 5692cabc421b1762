import type { FetchNode, PlanNode, QueryPlanSelectionNode } from '@apollo/query-planner'
import { isAbstractType, isInterfaceType, isObjectType } from 'graphql'
import type { GraphQLSchema } from 'graphql'
import { isInherited } from '../plan/irregular.ts'
import { pick } from '../plan/pick.ts'
import type { Variables } from '../plan/variables.ts'
import { cloneJson } from './clone-json.ts'
import type { KnownEntities } from './entity-cache.ts'

type Data = Record<string, unknown>

/** Adds what fetches would bring to the objects that they are about; false where it is not all at hand. */
type Fill = (objects: readonly Data[]) => boolean

export interface FetchCompilation {
  variables: Variables
  /** The supergraph's. */
  schema: GraphQLSchema
  /** What is kept of the entities of a subgraph; null where nothing is. */
  known: (subgraph: string, query: string, variables: Variables) => KnownEntities | null
}

/**
 * Compiles what is run after the primary: as the executor does it, as long as the entities are known and nothing has to be asked.
 * @returns null where that can never be
 */
export function compileFetches(node: PlanNode | undefined, compilation: FetchCompilation): Fill | null {
  switch (node?.kind) {
    case undefined:
      return () => true
    case 'Sequence':
    case 'Parallel':
      return all(node.nodes.map((each) => compileFetches(each, compilation)))
    case 'Flatten': {
      const fill = compileFetches(node.node, compilation)
      return fill && ((objects) => fill(objects.flatMap((object) => objectsAt(object, node.path))))
    }
    case 'Condition': {
      const condition = compilation.variables[node.condition]
      if (typeof condition !== 'boolean') return null
      return compileFetches(condition ? node.ifClause : node.elseClause, compilation)
    }
    case 'Fetch':
      return compileFetch(node, compilation)
    case 'Defer':
      return null
    default:
      return node satisfies never
  }
}

function all(fills: readonly (Fill | null)[]): Fill | null {
  const present = fills.filter((fill) => fill !== null)
  return present.length === fills.length ? (objects) => present.every((fill) => fill(objects)) : null
}

function compileFetch(fetch: FetchNode, { variables, schema, known }: FetchCompilation): Fill | null {
  const { requires, serviceName, operation, variableUsages = [] } = fetch
  if (!requires || fetch.inputRewrites || fetch.outputRewrites || fetch.contextRewrites) return null
  const entityOf = known(serviceName, operation, pick(variables, variableUsages))
  if (!entityOf) return null
  return (objects) =>
    objects.every((object) => {
      const representation = represent(schema, object, requires)
      // The executor asks nothing about it then.
      if (!representation || !representation.__typename) return true
      const entity = entityOf(representation)
      return entity !== undefined && merge(object, { __typename: object.__typename, ...entity })
    })
}

/** The objects at a path of the executor: keys, and `@` for each element of a list. */
function objectsAt(value: unknown, path: readonly (string | number)[]): Data[] {
  if (value === null || value === undefined) return []
  const [first, ...rest] = path
  if (first === '@') return Array.isArray(value) ? value.flatMap((item: unknown) => objectsAt(item, rest)) : []
  if (Array.isArray(value)) return value.flatMap((item: unknown) => objectsAt(item, path))
  if (!isRecord(value)) return []
  return first === undefined ? [value] : objectsAt(value[first], rest)
}

/** What a subgraph is told of an object; null when a part of that is missing. */
function represent(schema: GraphQLSchema, source: unknown, selections: readonly QueryPlanSelectionNode[]): Data | null {
  if (!isRecord(source)) return null
  const result: Data = {}
  for (const selection of selections) {
    if (selection.kind === 'InlineFragment') {
      const { typeCondition } = selection
      if (typeCondition === undefined || !isOfType(schema, source, typeCondition)) continue
      merge(result, represent(schema, source, selection.selections) ?? {})
      continue
    }
    const key = selection.alias ?? selection.name
    const value = source[key]
    if (value === undefined) return null
    const { selections: below } = selection
    if (Array.isArray(value)) result[key] = below ? value.map((item) => represent(schema, item, below)) : value
    else result[key] = below ? represent(schema, value, below) : value
  }
  return result
}

function isOfType(schema: GraphQLSchema, { __typename: typename }: Data, condition: string): boolean {
  if (typename === condition) return true
  const type = typeof typename === 'string' ? schema.getType(typename) : undefined
  const wanted = schema.getType(condition)
  return isAbstractType(wanted) && (isObjectType(type) || isInterfaceType(type)) && schema.isSubType(wanted, type)
}

/** As the executor merges an answer; false where that is not simple. What is merged is kept elsewhere, so it is copied. */
function merge(target: Data, source: Data): boolean {
  for (const [key, value] of Object.entries(source)) {
    if (value === undefined) continue
    if (isInherited(key)) return false
    const present = target[key]
    if (isRecord(present) && isRecord(value)) {
      if (!merge(present, value)) return false
    } else if (present !== null && typeof present === 'object' && typeof value === 'object' && value !== null) {
      // Lists that both have are merged element by element, which few plans need.
      return false
    } else target[key] = cloneJson(value)
  }
  return true
}

const isRecord = (value: unknown): value is Data => typeof value === 'object' && value !== null && !Array.isArray(value)
