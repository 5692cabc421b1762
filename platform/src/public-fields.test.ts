import { buildSchema, execute, parse } from 'graphql'
import { expect, test } from 'vitest'
import type { Identity } from './identity.ts'
import { refuseServices } from './public-fields.ts'

const service: Identity = { kind: 'service', name: 'gateway' }
const user: Identity = { kind: 'user', userId: 'ada', sessionId: '', scopes: [], ip: '::1' }

function schemaWith(publicFields: Record<string, string[]>) {
  const schema = buildSchema('type Query { room: Room secret: String } type Room { id: ID title: String }')
  refuseServices(schema, publicFields)
  return schema
}

async function ask(schema: ReturnType<typeof schemaWith>, identity: Identity, query: string) {
  const rootValue = { room: { id: 'r', title: () => 'Garden' }, secret: 's' }
  return execute({ schema, document: parse(query), rootValue, contextValue: { identity } })
}

test('a service gets what is listed, and nothing that was not thought of', async () => {
  const schema = schemaWith({ Query: ['room'], Room: ['id'] })
  expect(await ask(schema, service, '{ room { id } __typename }')).toEqual({
    data: { room: { id: 'r' }, __typename: 'Query' },
  })
  const { data, errors } = await ask(schema, service, '{ room { id title } secret }')
  expect(data).toEqual({ room: { id: 'r', title: null }, secret: null })
  const refused = errors?.map(({ extensions, path }) => `${path?.join('.')} ${String(extensions.code)}`).toSorted()
  expect(refused).toEqual(['room.title FORBIDDEN', 'secret FORBIDDEN'])
})

test('everybody else is answered as ever', async () => {
  const schema = schemaWith({})
  expect(await ask(schema, user, '{ room { id title } secret }')).toEqual({
    data: { room: { id: 'r', title: 'Garden' }, secret: 's' },
  })
})

test('a list that names what there is not is refused', () => {
  expect(() => schemaWith({ Room: ['name'] })).toThrow('There is no field Room.name.')
  expect(() => schemaWith({ Hall: ['id'] })).toThrow('There is no field Hall.id.')
})
