import { buildSchema, Kind, parse } from 'graphql'
import { expect, test } from 'vitest'
import {
  coerceVariables,
  MAX_VARIABLE_DEPTH,
  MAX_VARIABLE_FIELDS,
  MAX_VARIABLE_VALUES,
  requiredVariables,
} from './variables.ts'

const schema = buildSchema(`
  type Query { send(input: Message!, count: Int): Boolean }
  input Message { text: String! tags: [Tag!] }
  input Tag { name: String! }
`)

function issuesOf(given: Record<string, unknown>) {
  const [operation] = parse('query ($input: Message!, $count: Int) { send(input: $input, count: $count) }').definitions
  const definitions = operation?.kind === Kind.OPERATION_DEFINITION ? operation.variableDefinitions : []
  const { errors = [] } = coerceVariables(schema, definitions, given)
  return errors.map(({ extensions }) => extensions)
}

test.each([
  [{}, ['input']],
  [{ input: {} }, ['input']],
  [{ input: { text: {} } }, ['input', 'text']],
  [{ input: { text: 'a', tags: [{ name: 'b' }, { name: 1 }] } }, ['input', 'tags', 1, 'name']],
  [{ input: { text: 'a' }, count: 2 ** 31 }, ['count']],
])('wrong variables are BAD_USER_INPUT and name the place: %j', (given, path) => {
  expect(issuesOf(given)).toEqual([
    { code: 'BAD_USER_INPUT', issues: [{ path, message: expect.stringContaining('Variable') }] },
  ])
})

const listed = (tags: unknown) => issuesOf({ input: { text: 'a', tags } })

test('of many wrong values the first few are told, each in few words', () => {
  const told = listed(Array.from({ length: 6_000 }, () => 'x'.repeat(1_000)))
  expect(told.length).toBeLessThanOrEqual(11)
  expect(JSON.stringify(told).length).toBeLessThan(20_000)
})

test('variables are so many', () => {
  const beyond = Array.from({ length: MAX_VARIABLE_VALUES }, () => 1)
  expect(listed(beyond)).toEqual([
    {
      code: 'BAD_USER_INPUT',
      issues: [{ path: [], message: `The variables hold more than ${MAX_VARIABLE_VALUES} values.` }],
    },
  ])
  expect(issuesOf({ input: { text: 'a' }, unknown: beyond })).toHaveLength(1)
})

test('an object has so many fields', () => {
  const fields = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, 1]))
  const refused = [{ issues: [{ message: `An object in the variables has more than ${MAX_VARIABLE_FIELDS} fields.` }] }]
  expect(issuesOf({ ...fields(MAX_VARIABLE_FIELDS), input: { text: 'a' } })).toMatchObject(refused)
  expect(listed([fields(MAX_VARIABLE_FIELDS + 1)])).toMatchObject(refused)
  expect(issuesOf({ ...fields(MAX_VARIABLE_FIELDS - 1), input: { text: 'a' } })).toEqual([])
})

test('variables are so deep', () => {
  const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)])
  const deepest = nested(MAX_VARIABLE_DEPTH)
  expect(issuesOf({ input: { text: 'a' }, unknown: deepest })).toEqual([])
  expect(issuesOf({ input: { text: 'a' }, unknown: [deepest] })).toMatchObject([
    { issues: [{ message: `The variables are nested more than ${MAX_VARIABLE_DEPTH} levels deep.` }] },
  ])
  const bottomless: unknown = JSON.parse('['.repeat(9_000) + ']'.repeat(9_000))
  expect(issuesOf({ input: { text: 'a' }, unknown: bottomless })).toHaveLength(1)
})

test('a variable with a default must not be null where null is not allowed', () => {
  const text = `query ($count: Int = 1, $text: String = "a", $with: Boolean = true, $other: Int = 2) {
    ...F send(input: { text: $text }, count: $count) @include(if: $with)
  } fragment F on Query { again: send(input: { text: "b", tags: [{ name: $text }] }) }
  query Other { send(input: { text: "a" }, count: $other) }`
  const document = parse(text, { noLocation: true })
  const [operation] = document.definitions
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('There is no operation.')
  const required = requiredVariables(schema, document, operation)
  expect(required).toEqual(new Set(['text', 'with']))
  const given = { count: null, text: null, with: null }
  const { errors = [] } = coerceVariables(schema, operation.variableDefinitions, given, required)
  expect(errors.map(({ extensions }) => extensions.issues)).toEqual(
    ['text', 'with'].map((name) => [{ path: [name], message: expect.stringContaining('must not be null') }]),
  )
  expect(coerceVariables(schema, operation.variableDefinitions, {}, required).errors).toBeUndefined()
})
