import { expect, test } from 'vitest'
import { startWorld } from './support/world.ts'

test('a gateway that ends is not ready, lets requests finish before its port closes and sends sockets away', async () => {
  await using world = await startWorld({ limits: { socketsPerUser: 1_000, operationTimeoutMs: 5_000 } })
  const sockets = await Promise.all(Array.from({ length: 200 }, () => world.connect()))
  await Promise.all(sockets.map((socket) => socket.init(world.token('ada'))))
  const closings = Promise.all(sockets.map(({ closed }) => closed))
  const underWay = world.post(
    { query: 'mutation { updateProfile(input: { name: "slow" }) { id } }' },
    { authorization: `Bearer ${world.token('ada')}` },
  )
  await expect.poll(() => world.users.askedBy.length).toBe(1)

  const ended = world.gateway[Symbol.asyncDispose]()
  const late = await fetch(new URL('/health/ready', world.url))
  expect([late.status, late.headers.get('connection')]).toEqual([503, 'close'])
  world.users.letGo()
  expect(await (await underWay).json()).toMatchObject({ data: { updateProfile: { id: 'ada' } } })
  await ended
  await expect(fetch(world.url)).rejects.toThrow('fetch failed')
  expect(new Set((await closings).map(({ code }) => code))).toEqual(new Set([1001]))
})

test('an operation that a socket has begun is answered before the socket is sent away, and none begins', async () => {
  await using world = await startWorld()
  const socket = await world.connect()
  await socket.init(world.token('ada'))
  socket.subscribe('1', 'mutation { updateProfile(input: { name: "slow" }) { id } }')
  await expect.poll(() => world.users.askedBy.length).toBe(1)

  const ended = world.gateway[Symbol.asyncDispose]()
  socket.subscribe('2', '{ me { id } }')
  socket.send({ type: 'ping' })
  await expect.poll(() => socket.messages).toContainEqual({ type: 'pong' })
  world.users.letGo()
  expect(await socket.closed).toEqual({ code: 1001, reason: 'Going away' })
  expect(socket.messages.slice(-2)).toMatchObject([
    { id: '1', type: 'next', payload: { data: { updateProfile: { id: 'ada' } } } },
    { id: '1', type: 'complete' },
  ])
  expect(world.users.askedBy).toHaveLength(1)
  await ended
})

test('a socket that does not answer is cut off when the time is up', async () => {
  await using world = await startWorld({ shutdownGraceMs: 300 })
  const socket = await world.connect()
  await socket.init()
  socket.ws.pause()
  await world.gateway[Symbol.asyncDispose]()
  socket.ws.resume()
  expect([1001, 1006]).toContain((await socket.closed).code)
})
