import { buildSchema, NoSchemaIntrospectionCustomRule, parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { validateOperation } from './validate-operation.ts'

const schema = buildSchema('type Query { a: Int } type Subscription { b(x: Int): Query c: Int }')
const messages = (text: string) => validateOperation(schema, parse(text)).map(({ message }) => message)

describe('validateOperation', () => {
  it.each([
    'subscription ($x: Boolean!) { b @include(if: $x) { a } }',
    'subscription ($x: Boolean!) { ... @skip(if: $x) { b { a } } }',
    'subscription ($x: Boolean!) { ...F @skip(if: $x) } fragment F on Subscription { b { a } }',
    'subscription ($x: Boolean!) { ...F } fragment F on Subscription { ...G ...F c @include(if: $x) } fragment G on Subscription { c }',
    'subscription { b @include(if: true) { a } }',
  ])('says that a condition has no place at the root: %s', (text) => {
    expect(messages(text)).toEqual([expect.stringMatching(/"@(skip|include)" may not be used at the root/)])
  })

  it('lets conditions be elsewhere', () => {
    expect(messages('subscription ($x: Boolean!) { b { a @include(if: $x) } }')).toEqual([])
    expect(messages('query ($x: Boolean!) { a @include(if: $x) }')).toEqual([])
  })

  it('knows the rules of the specification, and the caller’s', () => {
    expect(messages('subscription { b { a } c }')).toHaveLength(1)
    expect(messages('{ nothing }')).toHaveLength(1)
    const document = parse('{ __schema { types { name } } }')
    expect(validateOperation(schema, document, [NoSchemaIntrospectionCustomRule]).length).toBeGreaterThan(0)
  })

  it.each([
    ['{ __typename: a }', '__typename'],
    ['{ __proto__: a }', '__proto__'],
    ['query __proto__ { a }', '__proto__'],
    ['query ($__proto__: Boolean!) { a @include(if: $__proto__) }', '__proto__'],
    ['{ ...__proto__ } fragment __proto__ on Query { a }', '__proto__'],
  ])('says that a name means something else: %s', (text, name) => {
    expect(messages(text)[0]).toMatch(new RegExp(`^"${name}" cannot be used as a name here: `))
  })

  it.each(['{ ... @defer { a } }', 'subscription { b { ... @defer(label: "x") { a } } }', '{ a @stream }'])(
    'says that answers come whole: %s',
    (text) => {
      expect(messages(text)).toEqual([expect.stringMatching(/^"@(defer|stream)" is not supported: answers come whole/)])
    },
  )

  it('lets a schema have a directive of that name', () => {
    const own = buildSchema('directive @stream on FIELD type Query { a: Int }')
    expect(validateOperation(own, parse('{ a @stream }'))).toEqual([])
  })

  it('lets other names be', () => {
    expect(messages('query toString { constructor: a __a: a __isQuery: __typename __typename: __typename }')).toEqual(
      [],
    )
  })

  it('tells of the first errors, each in few words', () => {
    const told = validateOperation(schema, parse(`{ ${'x'.repeat(5_000)} ${'a b c d '.repeat(200)} }`))
    expect(told.length).toBeLessThanOrEqual(11)
    expect(JSON.stringify(told).length).toBeLessThan(20_000)
  })
})
