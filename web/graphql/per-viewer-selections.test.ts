import { buildSchema, parse } from 'graphql'
import { expect, test } from 'vitest'
import { perViewerSelections } from './per-viewer-selections.ts'

const schema = buildSchema(`
  type Query { room: Room }
  type Subscription { happened: Event! }
  interface Event { room: Room! by: String }
  type Said implements Event { room: Room! by: String text: String }
  type Room { id: ID! title: String }
`)
const field = (type: string, name: string) => ({ type, name, returns: 'String', subgraphs: [], isPerViewer: true })
const select = (text: string, marks = [field('Room', 'title')]) => perViewerSelections(schema, marks, [parse(text)])

test('a field that depends on who asks is found in a subscription, also through fragments', () => {
  expect(
    select('subscription Live { happened { ... on Said { text room { ...R } } } } fragment R on Room { title }'),
  ).toEqual(['Live: Room.title'])
})

test('and where an interface may be answered by a type that has it so', () => {
  expect(select('subscription Live { happened { by } }', [field('Said', 'by')])).toEqual(['Live: Said.by'])
})

test('other fields, and the same in a query, are fine', () => {
  expect(select('subscription Live { happened { room { id } } } query Q { room { title } }')).toEqual([])
})
