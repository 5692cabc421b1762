import { randomUUID } from 'node:crypto'
import { recordLog, securityEventTypes } from '@colloquy/platform/testing/recorded-log'
import type { RecordedLog } from '@colloquy/platform/testing/recorded-log'
import { securityEventsOf } from '@colloquy/platform/testing/security-writers'
import { expect, test } from 'vitest'
import { openRawSocket, upgradeRequest } from './support/raw-socket.ts'
import { startWorld } from './support/world.ts'

const network = '127.0.0.0/24'
const query = '{ serverTime }'

/** All that the tests of this file have recorded. */
const logs: RecordedLog[] = []

function recorded(): RecordedLog {
  const log = recordLog()
  logs.push(log)
  return log
}

test('tokens that are refused are logged over HTTP and on sockets, without the tokens', async () => {
  const { logger, lines, securityEvents } = recorded()
  await using world = await startWorld({ logger })
  const ask = async (token: string) => (await world.post({ query }, { authorization: `Bearer ${token}` })).status
  const sessionId = randomUUID()
  const [expired, ended] = [world.token('eve', { options: { expiresIn: -1 } }), world.token('ada', { sessionId })]
  expect([await ask(expired), await ask('a.b.c'), await ask(world.token('ada'))]).toEqual([401, 401, 200])
  await world.revoke(sessionId)
  await using socket = await world.connect()
  socket.send({ type: 'connection_init', payload: { authorization: `Bearer ${ended}` } })
  expect(await socket.closed).toMatchObject({ code: 4403 })

  expect(securityEvents()).toEqual([
    { type: 'token-refused', network },
    { type: 'token-refused', userId: 'ada', network },
  ])
  for (const secret of [expired, ended, sessionId, '127.0.0.1']) {
    expect(lines.filter((line) => line.includes('security')).join('')).not.toContain(secret)
  }
})

test('limits that are reached are logged, each once however often', async () => {
  const { logger, securityEvents } = recorded()
  const sockets = {
    anonymousSocketsPerAddress: 1,
    socketsPerUser: 1,
    socketMessagesPerMinute: 4,
    operationsPerSocket: 0,
  }
  const rates = {
    costPerSecond: 1,
    costBurst: 20,
    newDocumentCost: 0,
    refusedTokensPerSecond: 1,
    refusedTokensBurst: 1,
  }
  await using world = await startWorld({ logger, limits: { ...sockets, ...rates } })
  const ask = async (token: string) => (await world.post({ query }, { authorization: `Bearer ${token}` })).status
  const [ada, bob] = [world.token('ada'), world.token('bob')]

  await using first = await world.connect()
  for (const _ of [1, 2]) {
    await using refused = await openRawSocket(world.url, upgradeRequest(world.url))
    expect(await refused.ended).toMatch(/^HTTP.1.1 429 /)
  }
  await first.init(ada)
  first.subscribe('1', query)
  expect((await first.receive('1', 'error')).payload[0].extensions.code).toBe('RATE_LIMITED')
  await using second = await world.connect()
  second.send({ type: 'connection_init', payload: { authorization: `Bearer ${ada}` } })
  expect(await second.closed).toMatchObject({ code: 1013 })
  for (const _ of [1, 2, 3]) first.send({ type: 'ping' })
  expect(await first.closed).toMatchObject({ code: 1013 })
  expect([await ask(bob), await ask(bob), await ask(bob), await ask(bob)]).toEqual([200, 200, 429, 429])
  expect([await ask('a.b.c'), await ask('d.e.f')]).toEqual([401, 429])

  expect(securityEvents('limit-reached')).toEqual([
    { type: 'limit-reached', limit: 'sockets-of-address', network },
    { type: 'limit-reached', limit: 'operations-of-socket', userId: 'ada', network },
    { type: 'limit-reached', limit: 'sockets-of-user', userId: 'ada', network },
    { type: 'limit-reached', limit: 'messages-of-socket', network },
    { type: 'limit-reached', limit: 'cost', userId: 'bob', network },
    { type: 'limit-reached', limit: 'refused-tokens', network },
  ])
})

test('every event of the closed list that is the gateway’s to write was written here', () => {
  expect(securityEventTypes(logs)).toEqual(securityEventsOf('gateway'))
})
