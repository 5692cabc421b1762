import { randomUUID } from 'node:crypto'
import { generateAccessToken } from '@colloquy/schema/access-tokens'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answerOf, startWorld } from './support/world.ts'
import type { World } from './support/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world[Symbol.asyncDispose]())

function programToken(scopes = ['profile:read', 'chats:read'], expiresAtMs: number | null = null) {
  const [secret, id] = [generateAccessToken(), randomUUID()]
  world.users.addProgramToken(secret, { id, userId: 'eve', scopes, expiresAtMs })
  return { secret, id }
}
const ask = async (query: string, secret: string) =>
  answerOf(await world.post({ query }, { authorization: `Bearer ${secret}` }))
const openStream = (secret: string) =>
  fetch(world.url, {
    method: 'POST',
    headers: {
      accept: 'text/event-stream',
      'content-type': 'application/json',
      authorization: `Bearer ${secret}`,
    },
    body: JSON.stringify({ query: 'subscription { inbox { cursor } }' }),
  })

test('a program asks in the name of its user, over HTTP and on a socket', async () => {
  const { secret, id } = programToken()
  expect(await ask('{ me { id } }', secret)).toEqual({ data: { me: { id: 'eve' } }, extensions: expect.anything() })
  expect(world.users.askedBy.at(-1)).toMatchObject({
    userId: 'eve',
    sessionId: id,
    scopes: ['profile:read', 'chats:read'],
  })
  await using socket = await world.connect()
  await socket.init(secret)
  socket.subscribe('1', '{ me { id } }')
  expect((await socket.receive('1', 'next')).payload).toMatchObject({ data: { me: { id: 'eve' } } })
})

test.each([
  ['{ me { id } }', ['chats:read']],
  ['mutation { setTyping(conversationId: "c", typing: true) }', ['profile:write', 'chats:read']],
  ['{ me { id sessions { id } } }', ['profile:read', 'profile:write', 'chats:read', 'chats:write']],
  ['mutation { signOut }', ['profile:read', 'profile:write', 'chats:read', 'chats:write']],
])('%s is refused to a token for %j', async (query, scopes) => {
  expect(await ask(query, programToken(scopes).secret)).toMatchObject({
    errors: [{ extensions: { code: 'FORBIDDEN' } }],
  })
})

test('a token that nobody knows, or is mistyped, is refused everywhere', async () => {
  for (const secret of [generateAccessToken(), `${programToken().secret}0`]) {
    expect(await ask('{ me { id } }', secret)).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] })
    await using socket = await world.connect()
    socket.send({ type: 'connection_init', payload: { authorization: `Bearer ${secret}` } })
    expect(await socket.closed).toMatchObject({ code: 4403 })
  }
})

test('a token that is revoked is refused at once, though it was known, and its sockets and streams end', async () => {
  const { secret, id } = programToken()
  const stream = await openStream(secret)
  expect(stream.status).toBe(200)
  await using socket = await world.connect()
  await socket.init(secret)
  await world.revoke(id)
  await world.publishToUser('eve', { type: 'SessionRevoked', sessionId: id })
  expect(await socket.closed).toMatchObject({ code: 4403 })
  expect(await stream.text()).toMatch(/UNAUTHENTICATED.*\n\nevent: complete\ndata: \n\n$/)
  expect(await ask('{ me { id } }', secret)).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] })
})
