import { readFileSync } from 'node:fs'
import { ERROR_CODES } from '@colloquy/platform/errors'
import * as fc from 'fast-check'
import { Kind, parse, visit } from 'graphql'
import type { DocumentNode, GraphQLError } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defaultLimits } from '../../src/limits.ts'
import { limitErrors } from '../../src/operations/limit-operation.ts'
import { createOperations } from '../../src/operations/operations.ts'
import { costOf } from '../../src/supergraph/cost.ts'
import { graphQLErrorsOf } from '../../src/supergraph/errors.ts'
import { createGeneration } from '../../src/supergraph/generation.ts'
import { isIntrospection } from '../../src/supergraph/introspection.ts'
import { documentFrom } from '../support/documents.ts'
import { startSystem, user } from './system.ts'
import type { System } from './system.ts'

const choices = fc.array(fc.nat(1_000), { minLength: 30, maxLength: 120 })
const kind = fc.constantFrom('query' as const, 'subscription' as const)
const given = fc.record({ id: fc.jsonValue(), count: fc.jsonValue(), flag: fc.jsonValue() }, { requiredKeys: [] })
const RUNS = { numRuns: 300 }

/** Refusals have a code that is documented, and are told in bounds. */
function expectRefusals(errors: readonly GraphQLError[], text: string): void {
  expect(errors.length).toBeGreaterThan(0)
  expect(errors.length).toBeLessThanOrEqual(11)
  expect(JSON.stringify(errors).length).toBeLessThan(20_000)
  for (const { message, extensions } of errors) {
    expect([...ERROR_CODES], `${text}\n${message}`).toContain(extensions.code)
    expect(extensions.code, `${text}\n${message}`).not.toBe('INTERNAL_SERVER_ERROR')
  }
}

describe('a document', () => {
  const supergraph = readFileSync(new URL('../../../schema/supergraph.graphql', import.meta.url), 'utf8')
  const generation = createGeneration(supergraph)
  const { schema, costRules: rules } = generation
  const operations = createOperations({ schema: () => schema, limits: defaultLimits })

  it('is refused with a reason, or weighed and planned', () => {
    fc.assert(
      fc.property(choices, kind, given, (tape, operationKind, variables) => {
        const text = documentFrom(tape, schema, operationKind)
        const prepared = operations.prepare(text)
        if (!prepared.ok) return expectRefusals(prepared.errors, text)
        const { document, operation } = prepared
        try {
          const coerced = generation.readVariables(document, operation, variables)
          const { cost, steps } = costOf({ schema, rules, document, operation, variables: coerced })
          expect(cost).toBeGreaterThan(0)
          // Each type that an abstract field can have looks at the selections once.
          expect(steps).toBeLessThan(100 * defaultLimits.selections)
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
        const bodies = fragments.map((names, n) => `fragment F${n} on Query { serverTime ${spread(names)} }`)
        const document = parse(`{ ${spread([0, 0])} } ${bodies.join(' ')}`, { noLocation: true })
        const { nodes, visits } = countVisits(document)
        limitErrors(document, defaultLimits)
        isIntrospection(document)
        expect(visits()).toBeLessThanOrEqual(6 * nodes)
      }),
      RUNS,
    )
  })
})

describe('variables', () => {
  it('are taken, or refused with their names, whatever they are', () => {
    const generation = createGeneration(
      readFileSync(new URL('../../../schema/supergraph.graphql', import.meta.url), 'utf8'),
    )
    const document = parse('mutation ($input: CreateGroupInput!, $seen: [ID!]) { createGroup(input: $input) { id } }')
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
          generation.readVariables(document, operation, variables)
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

describe('an operation', () => {
  let system: System
  beforeAll(async () => {
    system = await startSystem()
  })
  afterAll(() => system[Symbol.asyncDispose]())

  it('is answered, or refused with a reason', async () => {
    const operations = createOperations({ schema: () => system.federation.schema, limits: defaultLimits })
    await fc.assert(
      fc.asyncProperty(choices, async (tape) => {
        const text = documentFrom(tape, system.federation.schema, 'query')
        const prepared = operations.prepare(text)
        if (!prepared.ok) return expectRefusals(prepared.errors, text)
        const identity = user('ann', 'admin', 'robots:read')
        const result = await system.federation.execute({ document: prepared.document, variables: {}, identity })
        if (result.data === undefined) return expectRefusals(result.errors ?? [], text)
        // What the test's own subgraphs make of people who are not there.
        const odd = result.errors?.filter(
          ({ message }) => !/non-nullable|Too fragile|depends on who asks/.test(message),
        )
        expect({ text, odd: odd ?? [] }).toEqual({ text, odd: [] })
      }),
      { numRuns: 150 },
    )
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
