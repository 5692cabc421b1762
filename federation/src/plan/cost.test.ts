import { composeServices } from '@apollo/composition'
import { getOperationAST, parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { costOf } from './cost.ts'
import { createGeneration } from './generation.ts'
import type { Generation } from './generation.ts'

const sdl = /* GraphQL */ `
  extend schema
    @link(
      url: "https://specs.apollo.dev/federation/v2.9"
      import: [{ name: "@cost", as: "@price" }, "@listSize", "@key", "@shareable"]
    )

  type Query {
    book(id: ID!): Book
    books(first: Int = 10): [Book!]! @listSize(slicingArguments: ["first"])
    shelf(first: Int, last: Int): Page!
      @listSize(
        assumedSize: 7
        slicingArguments: ["first", "last"]
        sizedFields: ["edges"]
        requireOneSlicingArgument: false
      )
    oneOf(first: Int, last: Int): [Book!]! @listSize(slicingArguments: ["first", "last"])
    unknown: [Book!]!
    tags: [String!]! @listSize(assumedSize: 3)
    found: Found
    named: Named
  }

  type Mutation {
    order(ids: [ID!]! @price(weight: 2), note: Note): Book
  }

  type Subscription {
    arrived(first: Int = 10): Book!
  }

  interface Named {
    name: String!
    siblings(first: Int = 2): [Named!]! @listSize(slicingArguments: ["first"])
  }

  union Found = Book | Author

  type Book implements Named @key(fields: "id") {
    id: ID!
    name: String!
    siblings(first: Int = 2): [Named!]!
    author: Author!
    scan: String! @price(weight: 5)
    page(first: Int = 4): Page! @listSize(slicingArguments: ["first"], sizedFields: ["edges"])
  }

  type Author implements Named @price(weight: 3) {
    name: String!
    siblings(first: Int = 2): [Named!]!
    books: [Book!]! @listSize(assumedSize: 20)
  }

  type Page {
    edges: [Edge!]!
    total: Int!
  }

  type Edge {
    node: Book!
  }

  input Note {
    text: String @price(weight: 4)
    parts: [Note!]
  }
`

function compose(typeDefs: string): Generation {
  const { supergraphSdl, errors } = composeServices([{ name: 'a', url: 'http://a.test', typeDefs: parse(typeDefs) }])
  if (errors) throw new AggregateError(errors)
  return createGeneration(supergraphSdl)
}

const generation = compose(sdl)
function weigh(text: string, given: Record<string, unknown> = {}) {
  const { schema, costRules: rules, readVariables } = generation
  const document = parse(text)
  const operation = getOperationAST(document)
  if (!operation) throw new Error('There is no operation.')
  return costOf({ schema, rules, document, operation, variables: readVariables(document, operation, given) })
}
const costIs = (text: string, given?: Record<string, unknown>) => weigh(text, given).cost

describe('the cost of an operation', () => {
  it.each([
    ['is at least 1', '{ __typename }', 1],
    ['counts objects, not leaves', '{ book(id: "a") { id name author { name } } }', 1 + 3],
    ['takes the weight of a type or field', '{ book(id: "a") { scan author { name } } }', 1 + 5 + 3],
    ['takes a size from an argument', '{ books(first: 4) { author { name } } }', 4 * (1 + 3)],
    ['takes it from the argument’s default', '{ books { id } }', 10],
    ['takes a null as if it were left out', '{ books(first: null) { id } }', 10],
    ['takes no size below nothing', '{ books(first: -5) { id } }', 1],
    ['takes the larger of two', '{ shelf(first: 2, last: 9) { edges { node { id } } } }', 1 + 9 * 2],
    ['assumes ten of a list of which nothing is said', '{ unknown { id } }', 10],
    ['takes leaves in a list for nothing', '{ tags }', 1],
    [
      'multiplies down the nesting',
      '{ books(first: 3) { page(first: 5) { edges { node { id } } } } }',
      3 * (1 + 1 + 5 * 2),
    ],
    ['takes the costliest type of an abstract one', '{ found { ... on Book { scan } ... on Author { name } } }', 3 + 5],
    ['counts on each type what it has', '{ named { siblings { name } ... on Book { scan } } }', 3 + 5 + 2 * 3],
    [
      'counts merged fields once',
      '{ book(id: "a") { author { name } } book(id: "a") { ...F ...F } } fragment F on Book { author { name } }',
      4,
    ],
    ['counts aliases each', '{ a: book(id: "a") { id } b: book(id: "b") { id } }', 2],
    [
      'leaves out what is skipped',
      '{ book(id: "a") @skip(if: true) { id } ... @include(if: false) { unknown { id } } }',
      1,
    ],
    [
      'counts inputs',
      'mutation { order(ids: ["a", "b"], note: { text: "x", parts: [{}, { text: "y" }] }) { id } }',
      10 + 2 * 2 + (1 + 4) + 1 + (1 + 4) + 1,
    ],
    ['counts introspection', '{ __schema { types { fields { name } } } a: __type(name: "Book") { name } }', 200],
    ['is of each event', 'subscription { arrived { page(first: 8) { edges { node { id } } } } }', 1 + 1 + 8 * 2],
  ])('%s: %s', (_, text, cost) => {
    expect(costIs(text)).toBe(cost)
  })

  it('depends on the variables', () => {
    const text =
      'query ($first: Int = 3, $with: Boolean!) { books(first: $first) { page @include(if: $with) { total } } }'
    expect(costIs(text, { with: false })).toBe(3)
    expect(costIs(text, { with: true, first: 50 })).toBe(100)
    expect(costIs(text, { with: false, first: null })).toBe(10)
  })

  it.each(['{ oneOf { id } }', '{ oneOf(first: 1, last: 1) { id } }'])(
    'wants one size where the schema does: %s',
    (text) => {
      expect(() => weigh(text)).toThrow(
        expect.objectContaining({
          message: 'Query.oneOf needs exactly one of the arguments: first, last.',
          extensions: expect.objectContaining({ code: 'BAD_USER_INPUT' }),
        }),
      )
      expect(costIs('{ oneOf(last: 4) { id } }')).toBe(4)
    },
  )

  it('is found in steps of the size of the document, whatever it multiplies to', () => {
    const level = (n: number) =>
      `fragment F${n} on Named { siblings { ...F${n + 1} ... on Book { author { ...F${n + 1} } } } }`
    const fragments = Array.from({ length: 10 }, (_, n) => level(n)).join(' ')
    const { cost, steps } = weigh(`{ named { ...F0 } } ${fragments} fragment F10 on Named { name }`)
    expect(cost).toBeGreaterThan(10_000)
    expect(steps).toBeLessThan(5_000)
  })

  it('is not looked for without end', () => {
    const text = 'mutation ($notes: [Note!]) { order(ids: [], note: { parts: $notes }) { id } }'
    const ordered = Array.from({ length: 6 }, (_, n) => `a${n}: order(ids: [], note: { parts: $notes }) { id }`)
    const notes = Array.from({ length: 9_000 }, () => ({ text: 'x' }))
    expect(costIs(text, { notes })).toBeGreaterThan(9_000)
    expect(() => weigh(text.replace(/order.*}(?= })/, ordered.join(' ')), { notes })).toThrow(
      'The operation is too complex.',
    )
  })
})
