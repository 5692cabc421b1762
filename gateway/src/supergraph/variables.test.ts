import { buildSchema, Kind, parse } from 'graphql'
import { expect, test } from 'vitest'
import { coerceVariables } from './variables.ts'

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
