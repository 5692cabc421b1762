import { afterEach, beforeEach, expect, test } from 'vitest'
import { cursorAt } from '../src/subscriptions/cursor.ts'
import { freshId, seqsOf, startWorld, upTo } from './fixture.ts'
import type { World } from './fixture.ts'

let world: World
let id: string
const people = Array.from({ length: 12 }, () => freshId())
beforeEach(async () => {
  world = await startWorld()
  id = freshId()
  await world.chat.join(id, people)
  world.chat.pageSize = 5
  for (let count = 0; count < 29; count += 1) await world.chat.say(id, { publish: false })
})
afterEach(() => world[Symbol.asyncDispose]())

test('many who missed alike get the same objects, page by page', async () => {
  const gateway = await world.startProcess()
  const after = cursorAt(Date.now() - 1_000)
  const back = await Promise.all(people.map((userId) => gateway.open('inbox', userId, { after })))
  for (const { stream } of back) expect(seqsOf(stream, id)).toEqual(upTo(30))
  const [first] = back
  for (const { stream } of back)
    for (const [at, event] of stream.delivered.entries()) expect(event).toBe(first?.stream.delivered[at])
})

test('pages that differ are read in turns', async () => {
  const gateway = await world.startProcess({ logReadsAtOnce: 2 })
  let underWay = 0
  let most = 0
  world.chat.onRequest = async (path) => {
    if (path !== '/event-log/events-at') return
    most = Math.max(most, ++underWay)
    await new Promise((resolve) => setImmediate(resolve))
    underWay--
  }
  const back = await Promise.all(
    people.map((userId, index) => gateway.open('conversation', userId, { id, afterSeq: index })),
  )
  for (const [index, { stream }] of back.entries()) expect(seqsOf(stream, id)).toEqual(upTo(30, index + 1))
  expect(most).toBeLessThanOrEqual(2)
})

test('no more is read while a viewer takes nothing', async () => {
  const gateway = await world.startProcess()
  const taken = Promise.withResolvers<void>()
  const waiting = Promise.withResolvers<void>()
  const opening = gateway.open('conversation', people[0] ?? '', { id, afterSeq: 0 }, (stream) => {
    stream.onSend = async () => {
      waiting.resolve()
      await taken.promise
    }
  })
  await waiting.promise
  expect(world.chat.answered.get('/event-log/events-at')).toBe(1)
  taken.resolve()
  expect(seqsOf((await opening).stream, id)).toEqual(upTo(30))
})
