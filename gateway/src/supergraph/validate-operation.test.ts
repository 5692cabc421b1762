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
})
