import { Kind, parse } from 'graphql'
import { expect, test } from 'vitest'
import { withArguments } from './resumed-primary.ts'

function primaryOf(operation: string, variableUsages: string[]) {
  const document = parse(operation, { noLocation: true })
  const [definition] = document.definitions
  const field = definition?.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet.selections[0] : undefined
  if (field?.kind !== Kind.FIELD) throw new Error('no field')
  return { subgraph: 'news', operation, operationName: undefined, document, field, variableUsages }
}

test('arguments take the place of those that are there, and variables that nothing uses any more go', () => {
  const primary = primaryOf(
    `subscription ($id: ID!, $after: String, $size: Int = 2) {
      it: news(id: $id, after: $after, seen: [1]) { text(size: $size) ...rest }
    }
    fragment rest on News { at(size: $size) }`,
    ['id', 'after', 'size'],
  )
  const resumed = withArguments(primary, { after: 'a "quoted" one', seen: null, count: 3 })
  expect(resumed.operation).toBe(
    `subscription ($id: ID!, $size: Int = 2) {
  it: news(id: $id, after: "a \\"quoted\\" one", seen: null, count: 3) {
    text(size: $size)
    ...rest
  }
}

fragment rest on News {
  at(size: $size)
}`,
  )
  expect(resumed.variableUsages).toEqual(['id', 'size'])
  expect(resumed.document.definitions[0]).toMatchObject({ selectionSet: { selections: [resumed.field] } })
})

test('without arguments it stays as it is', () => {
  const primary = primaryOf('subscription ($after: String) {\n  news(after: $after) {\n    text\n  }\n}', ['after'])
  expect(withArguments(primary, {})).toMatchObject({ operation: primary.operation, variableUsages: ['after'] })
})
