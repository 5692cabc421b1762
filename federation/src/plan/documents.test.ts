import { buildSchema, getIntrospectionQuery } from 'graphql'
import { expect, test } from 'vitest'
import { createDocuments } from './documents.ts'
import { documentLimits } from './limits.ts'
import { createTurns } from './turns.ts'

const sdl = 'type Query { node: Node! } type Node { node: Node! name: String } type Subscription { news: Node }'

const setup = (limits = {}) => {
  let schema = buildSchema(sdl)
  const documents = createDocuments({
    schema: () => schema,
    limits: { ...documentLimits, ...limits },
    takeTurn: createTurns(1),
  })
  const codes = (text: string, operationName?: string) => {
    const prepared = documents.prepare(text, operationName)
    return prepared.ok ? [] : prepared.errors.map(({ message, extensions }) => `${String(extensions.code)} ${message}`)
  }
  return { documents, codes, change: (sdl: string) => (schema = buildSchema(sdl)) }
}

const nested = (levels: number): string => (levels === 1 ? 'name' : `node { ${nested(levels - 1)} }`)
const tooMany = (what: string, allowed: number) => [
  `GRAPHQL_VALIDATION_FAILED The operation has too many ${what}; ${allowed} are allowed.`,
]

test('a document keeps its parsed form for as long as the schema is the same', () => {
  const { documents, change } = setup()
  const first = documents.prepare('{ node { name } }')
  expect(first).toMatchObject({ ok: true, operation: { operation: 'query' } })
  expect(documents.prepare('{ node { name } }')).toStrictEqual(first)
  change('type Query { other: Int }')
  expect(documents.prepare('{ node { name } }')).toMatchObject({ ok: false })
})

test('what is wrong has a code', () => {
  const { codes } = setup()
  expect(codes('{')).toEqual(['GRAPHQL_PARSE_FAILED Syntax Error: Expected Name, found <EOF>.'])
  expect(codes('{ xyzzy }')).toEqual(['GRAPHQL_VALIDATION_FAILED Cannot query field "xyzzy" on type "Query".'])
  expect(codes('query A { node { name } } query B { node { name } }')).toEqual([
    'OPERATION_RESOLUTION_FAILURE Name the operation to run.',
  ])
  expect(codes('query A { node { name } }', 'B')).toEqual([
    "OPERATION_RESOLUTION_FAILURE There is no operation named 'B'.",
  ])
})

test('a condition at the root of a subscription is an error like others', () => {
  const { codes } = setup()
  const [error] = codes('subscription ($yes: Boolean!) { news @include(if: $yes) { name } }')
  expect(error).toMatch(/^GRAPHQL_VALIDATION_FAILED/)
})

test('depth counts fields, through fragments', () => {
  const { codes } = setup({ depth: 4 })
  expect(codes(`{ ${nested(4)} }`)).toEqual([])
  expect(codes(`{ ${nested(5)} }`)).toEqual(tooMany('levels of fields', 4))
  expect(codes(`{ ...A } fragment A on Query { ... { ${nested(5)} } }`)).toEqual(tooMany('levels of fields', 4))
})

test('introspection has a depth of its own, in which the usual query fits', () => {
  const { codes } = setup({ depth: 4 })
  expect(codes(getIntrospectionQuery({ inputValueDeprecation: true, specifiedByUrl: true }))).toEqual([])
  const ofType = (levels: number): string => (levels === 0 ? 'name' : `ofType { ${ofType(levels - 1)} }`)
  expect(codes(`{ __schema { types { ${ofType(20)} } } }`)).toEqual(tooMany('levels of introspection', 20))
})

test('aliases count as often as a fragment is spread', () => {
  const { codes } = setup({ aliases: 4 })
  const fragment = 'fragment F on Node { a: name b: name }'
  expect(codes(`{ node { ...F node { ...F } } } ${fragment}`)).toEqual([])
  expect(codes(`{ node { ...F node { ...F node { ...F } } } } ${fragment}`)).toEqual(tooMany('aliases', 4))
})

test('fragments that multiply are counted without being expanded', () => {
  const { codes } = setup({ selections: Infinity })
  const doubling = Array.from({ length: 60 }, (_, n) => `fragment F${n} on Node { ...F${n + 1} ...F${n + 1} }`)
  const text = `{ node { ...F0 } } ${doubling.join(' ')} fragment F60 on Node { a: name }`
  expect(codes(text)).toEqual(tooMany('aliases', 30))
})

test('a fragment within itself is refused, however it gets there', () => {
  const { codes } = setup()
  const refusal = (name: string) => [`GRAPHQL_VALIDATION_FAILED Cannot spread fragment "${name}" within itself.`]
  expect(codes('{ ...F } fragment F on Query { node { name } ...F }')).toEqual(refusal('F'))
  expect(codes('{ node { name } } fragment F on Node { ...G } fragment G on Node { ...F }')).toEqual(refusal('F'))
})

test('fields and fragments count as often as they are spread, unused ones too', () => {
  const { codes } = setup({ selections: 8 })
  const fragment = 'fragment F on Node { name }'
  expect(codes(`{ node { ...F node { ...F ...F } } } ${fragment}`)).toEqual([])
  expect(codes(`{ node { ...F node { ...F ...F name } } } ${fragment}`)).toEqual(tooMany('fields and fragments', 8))
  expect(codes(`{ node { name } } fragment F on Node { ${'name '.repeat(9)} }`)).toEqual([
    'GRAPHQL_VALIDATION_FAILED The fragment has too many fields and fragments; 8 are allowed.',
  ])
})

test('fragments that multiply at the root are refused at once', () => {
  const { codes } = setup()
  const doubling = Array.from({ length: 60 }, (_, n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`)
  const root = `${doubling.join(' ')} fragment F60 on Query { node { name } }`
  expect(codes(`{ ...F0 } ${root}`)).toEqual([
    ...tooMany('fields and fragments', 250),
    ...tooMany('fields at the root', 20),
  ])
  expect(codes(`{ ...F0 } ${root.replace('node { name }', '__typename')}`)).toHaveLength(2)
})

test('a document has so many operations', () => {
  const { codes } = setup({ operations: 2 })
  expect(codes('query A { node { name } } query B { node { name } }', 'A')).toEqual([])
  expect(codes('query A { node { name } } query B { node { name } } query C { node { name } }', 'A')).toEqual([
    'GRAPHQL_VALIDATION_FAILED The document has too many operations; 2 are allowed.',
  ])
})

test('fields at the root, directives and tokens are bounded', () => {
  const { codes } = setup({ rootFields: 2, directives: 2, tokens: 40 })
  expect(codes('{ ...F ... { c: __typename } } fragment F on Query { a: __typename b: __typename }')).toEqual(
    tooMany('fields at the root', 2),
  )
  expect(codes('{ node { name @skip(if: true) ... @include(if: true) { a: name @skip(if: true) } } }')).toEqual(
    tooMany('directives', 2),
  )
  expect(codes(`{ node { ${'name '.repeat(40)} } }`)[0]).toMatch(/^GRAPHQL_PARSE_FAILED .* 40 tokens/)
})

test('introspection may select more than other fields, also in fragments', () => {
  const { codes } = setup({ selections: 4, introspectionSelections: 8 })
  const names = (count: number) => 'name '.repeat(count)
  expect(codes(`{ __schema { ...F } } fragment F on __Schema { types { ${names(6)} } }`)).toEqual([])
  expect(codes(`{ __schema { types { ${names(8)} } } }`)).toEqual(tooMany('fields and fragments of introspection', 8))
  expect(codes(`{ node { ${names(4)} } }`)).toEqual(tooMany('fields and fragments', 4))
})

test('fields of the same name count with each other, and with what they are given', () => {
  const refusal = [
    expect.stringMatching(/^GRAPHQL_VALIDATION_FAILED The document has too many fields of the same name/),
  ]
  const fields = (count: number) => `{ node { ${'name '.repeat(count)} } }`
  expect(setup({ comparisons: 26 }).codes(fields(5))).toEqual([])
  expect(setup({ comparisons: 25 }).codes(fields(5))).toEqual(refusal)
  const spread = '{ node { ...F ...F } } fragment F on Node { name name }'
  expect(setup({ comparisons: 16 + 4 + 1 }).codes(spread)).toEqual([])
  expect(setup({ comparisons: 16 + 4 }).codes(spread)).toEqual(refusal)
  // Each argument is a node with a name and a value.
  const given = '{ node { ...F ...F } } fragment F on Node { name(a: 1) }'
  expect(setup({ comparisons: 1 + 2 * (2 + 6) + 1 + 3 - 1 }).codes(given)).toEqual(refusal)
  expect(setup({ comparisons: 1 + 2 * (2 + 6) + 1 + 3 }).codes(given)).not.toEqual(refusal)
})

test('a document is refused for its length before it is parsed', () => {
  const { codes } = setup({ documentLength: 20 })
  expect(codes('{ node { name } }')).toEqual([])
  expect(codes(`{ node { name } }${' '.repeat(4)}`)).toEqual([
    'GRAPHQL_PARSE_FAILED The document is longer than 20 characters. Send long values as variables.',
  ])
})

test('documents that are new are looked at one at a time, each in a turn of the event loop', async () => {
  const { documents } = setup()
  const turn = () => new Promise((resolve) => setImmediate(resolve))
  await documents.ready('{ node { name } }', 'ann')
  const progress = { ready: 0 }
  const all = Array.from({ length: 10 }, async (_, n) => {
    await documents.ready(`{ node { a${n}: name } }`, 'ann')
    progress.ready++
  })
  while (progress.ready < 10) {
    const before = progress.ready
    await documents.ready('{ node { name } }', 'ann')
    expect(progress.ready).toBe(before)
    await turn()
    expect(progress.ready - before).toBeLessThanOrEqual(1)
  }
  await Promise.all(all)
})
