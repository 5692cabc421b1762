import * as fc from 'fast-check'
import { Kind, parse, visit } from 'graphql'
import type { DocumentNode } from 'graphql'
import { describe, expect, it } from 'vitest'
import { compose, subgraphSdls } from '../../tests/compose.ts'
import { documentFrom, expectRefusals } from '../../tests/random-documents.ts'
import { costOf } from './cost.ts'
import { createDocuments } from './documents.ts'
import { graphQLErrorsOf } from './errors.ts'
import { createGeneration } from './generation.ts'
import { isIntrospection } from './introspection.ts'
import { limitErrors } from './limit-operation.ts'
import { documentLimits } from './limits.ts'
import { createTurns } from './turns.ts'

const choices = fc.array(fc.nat(1_000), { minLength: 30, maxLength: 120 })
const kind = fc.constantFrom('query' as const, 'subscription' as const)
const given = fc.record({ id: fc.jsonValue(), count: fc.jsonValue(), flag: fc.jsonValue() }, { requiredKeys: [] })
const RUNS = { numRuns: 300 }

describe('a document', () => {
  const generation = createGeneration(compose(subgraphSdls))
  const { schema, costRules: rules } = generation
  const documents = createDocuments({ schema: () => schema, limits: documentLimits, takeTurn: createTurns(1) })

  it('is refused with a reason, or weighed and planned', () => {
    fc.assert(
      fc.property(choices, kind, given, (tape, operationKind, variables) => {
        const text = documentFrom(tape, schema, operationKind)
        const prepared = documents.prepare(text)
        if (!prepared.ok) return expectRefusals(prepared.errors, text)
        const { document, operation } = prepared
        try {
          const coerced = generation.readVariables(document, operation, variables)
          const { cost, steps } = costOf({ schema, rules, document, operation, variables: coerced })
          expect(cost).toBeGreaterThan(0)
          // Each type that an abstract field can have looks at the selections once.
          expect(steps).toBeLessThan(100 * documentLimits.selections)
          if (!isIntrospection(document)) generation.operation(document)
        } catch (error) {
          expectRefusals(graphQLErrorsOf(error), text)
        }
      }),
      RUNS,
    )
  })

  it('is counted by visiting each selection a few times, whatever its fragments multiply to', () => {
    const spreads = fc.array(fc.array(fc.nat(30), { maxLength: 8 }), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(spreads, (fragments) => {
        const bodies = fragments.map((names, n) => `fragment F${n} on Query { auctionCount ${spread(names)} }`)
        const document = parse(`{ ${spread([0, 0])} } ${bodies.join(' ')}`, { noLocation: true })
        const { nodes, visits } = countVisits(document)
        limitErrors(document, documentLimits)
        isIntrospection(document)
        expect(visits()).toBeLessThanOrEqual(6 * nodes)
      }),
      RUNS,
    )
  })
})

describe('variables', () => {
  it('are taken, or refused with their names, whatever they are', () => {
    const { readVariables } = createGeneration(
      compose({
        groups: `type Query { groups: Int }
          type Mutation { createGroup(input: CreateGroupInput!, seen: [ID!]): Int }
          input CreateGroupInput { title: String! memberIds: [ID!]! parent: CreateGroupInput }`,
      }),
    )
    const document = parse(
      'mutation ($input: CreateGroupInput!, $seen: [ID!]) { createGroup(input: $input, seen: $seen) }',
    )
    const [operation] = document.definitions
    if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('There is no operation.')
    const wide = fc
      .tuple(fc.jsonValue({ maxDepth: 3 }), fc.nat(30_000))
      .map(([value, length]) => Array.from({ length }, () => value))
    const deep = fc.integer({ min: 1, max: 5_000 }).map((levels) => JSON.parse('['.repeat(levels) + ']'.repeat(levels)))
    let refusals = 0
    const keys = fc.constantFrom('input', 'seen', '__proto__', 'constructor')
    fc.assert(
      fc.property(fc.dictionary(keys, fc.oneof(fc.jsonValue(), wide, deep)), (variables) => {
        try {
          readVariables(document, operation, variables)
        } catch (error) {
          refusals++
          expectRefusals(graphQLErrorsOf(error), 'variables')
        }
      }),
      { numRuns: 100 },
    )
    expect(refusals).toBeGreaterThan(0)
  })
})

const spread = (names: readonly number[]) => names.map((name) => `...F${name}`).join(' ')

/** Counts how often a node's selections are looked at from now on. */
function countVisits(document: DocumentNode): { nodes: number; visits: () => number } {
  let nodes = 0
  let visits = 0
  visit(document, {
    SelectionSet(set) {
      const { selections } = set
      nodes += selections.length + 1
      Object.defineProperty(set, 'selections', {
        get() {
          visits += selections.length + 1
          return selections
        },
      })
    },
  })
  visits = 0
  return { nodes, visits: () => visits }
}
