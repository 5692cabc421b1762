import { parse } from 'graphql'
import { expect, test } from 'vitest'
import { isIntrospection } from './introspection.ts'

test.each([
  ['{ __typename __schema { types { name } } }', true],
  ['{ ...F ... { __type(name: "A") { name } } } fragment F on Query { __schema { types { name } } ...F }', true],
  ['{ __typename a }', false],
  ['{ ...F ...F } fragment F on Query { ... { a } }', false],
  ['mutation { __typename }', false],
])('%s asks about the schema alone: %s', (text, expected) => {
  expect(isIntrospection(parse(text))).toBe(expected)
})

test('fragments that multiply are visited once', () => {
  const doubling = Array.from({ length: 60 }, (_, n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`)
  expect(isIntrospection(parse(`{ ...F0 } ${doubling.join(' ')} fragment F60 on Query { __typename }`))).toBe(true)
})
