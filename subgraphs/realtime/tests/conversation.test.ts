import type { Identity } from '@colloquy/platform/identity'
import { conversationTopic } from '@colloquy/schema/topics'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { freshId, patient, reader, seqsOf, startWorld, upTo } from './fixture.ts'
import type { Process, World } from './fixture.ts'
import type { RecordingStream } from './viewers.ts'

let world: World
let gateway: Process
let id: string

beforeEach(async () => {
  world = await startWorld()
  gateway = await world.startProcess()
  id = freshId()
  await world.chat.join(id, ['ann', 'ben'])
})
afterEach(() => world[Symbol.asyncDispose]())

const listenersInRedis = async () => (await world.redis.pubsub('NUMSUB', conversationTopic(id)))[1]

test('from now on: events as they are published', async () => {
  await world.chat.say(id)
  const { stream } = await gateway.open('conversation', 'ann', { id })
  const event = await world.chat.say(id)
  await expect.poll(() => stream.delivered, patient).toEqual([event])
})

test('from a seq on: what the log has, then what is published', async () => {
  for (let count = 0; count < 5; count += 1) await world.chat.say(id)
  const { stream } = await gateway.open('conversation', 'ann', { id, afterSeq: 2 })
  expect(seqsOf(stream, id)).toEqual([3, 4, 5, 6])
  await world.chat.say(id)
  await expect.poll(() => seqsOf(stream, id), patient).toEqual(upTo(7, 3))
})

test('events that come while the log is read are not lost and not doubled', async () => {
  for (let count = 0; count < 300; count += 1) await world.chat.say(id, { publish: false })
  let sent = 0
  const { stream } = await gateway.open('conversation', 'ann', { id, afterSeq: 0 }, (opening) => {
    opening.onSend = async () => {
      sent += 1
      if (sent % 7 === 0) await world.chat.say(id)
    }
  })
  await world.chat.say(id)
  await expect.poll(() => seqsOf(stream, id).at(-1), patient).toBe(world.chat.logOf(id).length)
  expect(seqsOf(stream, id)).toEqual(upTo(world.chat.logOf(id).length))
})

test('what is lost on the way is read from the log, what comes twice is dropped', async () => {
  const { stream } = await gateway.open('conversation', 'ann', { id })
  const first = await world.chat.say(id)
  await world.chat.publish(first)
  await world.chat.say(id, { publish: false })
  await world.chat.say(id, { publish: false })
  await world.chat.say(id)
  await expect.poll(() => seqsOf(stream, id), patient).toEqual([2, 3, 4, 5])
})

test('events out of order are put in order without asking chat', async () => {
  const patientGateway = await world.startProcess({
    reorderPatienceMs: 5_000,
    freshTopicCheckMs: 60_000,
    positionCheckIntervalMs: 60_000,
  })
  const { stream } = await patientGateway.open('conversation', 'ann', { id })
  const events = [
    await world.chat.say(id, { publish: false }),
    await world.chat.say(id, { publish: false }),
    await world.chat.say(id, { publish: false }),
  ]
  for (const event of events.toReversed()) await world.chat.publish(event)
  await expect.poll(() => seqsOf(stream, id), patient).toEqual([2, 3, 4])
  expect(world.chat.answered.get('/event-log/events')).toBeUndefined()
})

test('a lost last event is found by comparing heads', async () => {
  const { stream } = await gateway.open('conversation', 'ann', { id })
  await world.chat.say(id, { publish: false })
  await expect.poll(() => seqsOf(stream, id), patient).toEqual([2])
})

test('a hole is filled once chat answers again', async () => {
  const { stream } = await gateway.open('conversation', 'ann', { id })
  let refusals = 0
  world.chat.onRequest = () => {
    refusals += 1
    if (refusals <= 8) throw new Error('chat is not well')
  }
  await world.chat.say(id, { publish: false })
  await world.chat.say(id)
  await expect.poll(() => seqsOf(stream, id), patient).toEqual([2, 3])
  expect(refusals).toBeGreaterThan(8)
})

test('typing and read marks pass as they are, nonsense does not', async () => {
  const { stream } = await gateway.open('conversation', 'ann', { id })
  const typing = { type: 'TypingChanged', conversationId: id, userId: 'ben', typing: true }
  const topic = conversationTopic(id)
  await world.redis.publish(topic, 'not JSON')
  await world.redis.publish(topic, JSON.stringify({ type: 'Unknown', conversationId: id, seq: 2 }))
  await world.redis.publish(topic, JSON.stringify({ ...typing, conversationId: 'another' }))
  await world.redis.publish(topic, JSON.stringify(typing))
  await expect.poll(() => stream.delivered, patient).toEqual([typing])
})

test('an event of an unknown type has its place, in every gateway, live and replayed', async () => {
  const other = await world.startProcess()
  const live = [await gateway.open('conversation', 'ann', { id }), await other.open('conversation', 'ben', { id })]
  await world.chat.say(id)
  const unknown = await world.chat.sayUnknown(id)
  await world.chat.sayUnknown(id, { publish: false })
  await world.chat.say(id)
  const replayed = [
    await gateway.open('conversation', 'ann', { id, afterSeq: 1 }),
    await other.open('conversation', 'ben', { id, afterSeq: 1 }),
  ]
  for (const { stream } of [...live, ...replayed]) {
    await expect.poll(() => seqsOf(stream, id), patient).toEqual([2, 3, 4, 5])
    expect(stream.delivered[1]).toEqual({
      type: 'UnknownEvent',
      typeVersion: 1,
      conversationId: id,
      seq: 3,
      atMs: unknown.atMs,
      really: 'MessagePinned 3',
    })
  }
})

test('what is replayed is as it stands now, and one object for all while that stays so', async () => {
  const event = await world.chat.say(id)
  const replay = async () => (await gateway.open('conversation', 'ann', { id, afterSeq: 1 })).stream.delivered[0]
  const before = await replay()
  expect(before).toEqual(event)
  expect(await replay()).toBe(before)
  world.chat.edit(event, 'changed', 3)
  expect(await replay()).toMatchObject({ message: { text: 'changed', version: 3 } })
})

test('what the first release publishes is read as today', async () => {
  const { stream } = await gateway.open('conversation', 'ann', { id })
  const event = await world.chat.say(id, { publish: false })
  if (event.type !== 'MessageSent') throw new Error('A message is an event of its own type.')
  const { typeVersion: _, message, ...old } = event
  const { version: __, ...oldMessage } = message
  await world.redis.publish(conversationTopic(id), JSON.stringify({ ...old, message: oldMessage }))
  await expect.poll(() => stream.delivered, patient).toEqual([event])
})

test('a broken connection to Redis loses nothing', async () => {
  const { stream } = await gateway.open('conversation', 'ann', { id })
  await world.chat.say(id)
  await gateway.killSubscriber()
  await world.chat.say(id)
  await world.chat.say(id)
  await expect.poll(() => seqsOf(stream, id), patient).toEqual([2, 3, 4])
  await world.chat.say(id)
  await expect.poll(() => seqsOf(stream, id), patient).toEqual([2, 3, 4, 5])
})

describe('who is refused', () => {
  const anonymous: Identity = { kind: 'anonymous', ip: '::1' }
  const service: Identity = { kind: 'service', name: 'gateway' }
  const unscoped: Identity = { ...reader('ann'), scopes: [] }

  test.for([
    ['a stranger', 'eve', {}, 'NOT_FOUND'],
    ['somebody of an unknown conversation', 'ann', { id: 'nowhere' }, 'NOT_FOUND'],
    ['nobody', anonymous, {}, 'UNAUTHENTICATED'],
    ['a service', service, {}, 'FORBIDDEN'],
    ['a token without the scope', unscoped, {}, 'FORBIDDEN'],
    ['a negative position', 'ann', { afterSeq: -1 }, 'BAD_USER_INPUT'],
    ['a position ahead of the log', 'ann', { afterSeq: 2 }, 'BAD_USER_INPUT'],
  ] as const)('%s', async ([, who, args, code]) => {
    let opening: RecordingStream | null = null
    const opened = gateway.open('conversation', who, { id, ...args }, (stream) => {
      opening = stream
    })
    await expect(opened).rejects.toMatchObject({ extensions: { code } })
    expect(opening).toMatchObject({ topics: new Set(), delivered: [] })
  })

  test('a member who left', async () => {
    await world.chat.leave(id, 'ben')
    const opened = gateway.open('conversation', 'ben', { id })
    await expect(opened).rejects.toMatchObject({ extensions: { code: 'NOT_FOUND' } })
  })
})

describe('the end of a membership', () => {
  test('the event that takes the viewer out arrives, then the subscription ends', async () => {
    const { stream: ben } = await gateway.open('conversation', 'ben', { id })
    const { stream: ann } = await gateway.open('conversation', 'ann', { id })
    await world.chat.say(id)
    await world.chat.leave(id, 'ben')
    await world.chat.say(id)
    await expect.poll(() => seqsOf(ann, id), patient).toEqual([2, 3, 4])
    expect(seqsOf(ben, id)).toEqual([2, 3])
    expect(ben.ended).toBe('complete')
    expect(ann.ended).toBeNull()
  })

  test('also when all of it was lost on the way', async () => {
    const { stream } = await gateway.open('conversation', 'ben', { id })
    await world.chat.leave(id, 'ben', { publish: false })
    await world.chat.say(id, { publish: false })
    await expect.poll(() => stream.ended, patient).toBe('complete')
    expect(seqsOf(stream, id)).toEqual([2])
  })

  test('while the past is still being sent', async () => {
    for (let count = 0; count < 50; count += 1) await world.chat.say(id)
    let sent = 0
    const { stream } = await gateway.open('conversation', 'ben', { id, afterSeq: 0 }, (opening) => {
      opening.onSend = async () => {
        sent += 1
        if (sent === 10) {
          await world.chat.say(id)
          await world.chat.leave(id, 'ben')
          await world.chat.say(id)
        }
      }
    })
    await expect.poll(() => stream.ended, patient).toBe('complete')
    expect(seqsOf(stream, id)).toEqual(upTo(53))
  })

  test('what the others read and type after it is not heard, though the news of it was lost', async () => {
    const { stream: ben } = await gateway.open('conversation', 'ben', { id })
    const { stream: ann } = await gateway.open('conversation', 'ann', { id })
    const departure = await world.chat.leave(id, 'ben', { publish: false })
    const said = await world.chat.say(id, { publish: false })
    const read = { type: 'MessagesRead', conversationId: id, userId: 'ann', upToSeq: said.seq }
    const typing = { type: 'TypingChanged', conversationId: id, userId: 'ann', typing: true }
    for (const event of [read, typing]) await world.redis.publish(conversationTopic(id), JSON.stringify(event))
    await expect.poll(() => ann.delivered, patient).toEqual([departure, said, read, typing])
    expect(ben.delivered).toEqual([departure])
    expect(ben.ended).toBe('complete')
  })

  test('an earlier membership that ended does not end the present one', async () => {
    await world.chat.leave(id, 'ben')
    await world.chat.join(id, ['ben'])
    await world.chat.say(id)
    const { stream } = await gateway.open('conversation', 'ben', { id, afterSeq: 0 })
    await world.chat.say(id)
    await expect.poll(() => seqsOf(stream, id), patient).toEqual(upTo(5))
    expect(stream.ended).toBeNull()
  })
})

test('many viewers share one subscription in Redis, given back a little after the last has gone', async () => {
  const first = await gateway.open('conversation', 'ann', { id })
  const second = await gateway.open('conversation', 'ben', { id })
  expect(await listenersInRedis()).toBe(1)
  first.close()
  await world.chat.say(id)
  await expect.poll(() => seqsOf(second.stream, id), patient).toEqual([2])
  second.close()
  await expect.poll(listenersInRedis, patient).toBe(0)
  const third = await gateway.open('conversation', 'ann', { id, afterSeq: 1 })
  expect(seqsOf(third.stream, id)).toEqual([2])
})
