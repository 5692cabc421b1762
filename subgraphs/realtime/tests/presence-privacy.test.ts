import { afterEach, beforeEach, expect, test } from 'vitest'
import { freshId, patient, reader, startWorld } from './fixture.ts'
import type { Process, World } from './fixture.ts'
import type { RecordingStream } from './viewers.ts'

let world: World
let gateway: Process
let ann: string
let watcher: string

beforeEach(async () => {
  world = await startWorld()
  gateway = await world.startProcess()
  ann = freshId()
  watcher = freshId()
  await gateway.realtime.presence.connect(ann, freshId())
})
afterEach(() => world[Symbol.asyncDispose]())

const watch = async (...userIds: string[]) => (await gateway.open('presence', watcher, { userIds })).stream
const statuses = ({ delivered }: RecordingStream) =>
  delivered.flatMap((event) => ('status' in event ? [String(event.status)] : []))
const presenceOf = (userId: string) => gateway.realtime.createContext(reader(watcher)).presenceOf(userId)
const HIDDEN = { status: 'OFFLINE', lastSeenAtMs: null }

test('with whom one shares nothing looks as if never there', async () => {
  const stream = await watch(ann)
  expect(stream.delivered).toEqual([{ userId: ann, ...HIDDEN }])
  expect(stream.topics.size).toBe(0)
  expect(await presenceOf(ann)).toEqual(HIDDEN)
})

test('oneself is seen by oneself', async () => {
  await gateway.realtime.presence.connect(watcher, freshId())
  expect(statuses(await watch(watcher))).toEqual(['ONLINE'])
  expect((await presenceOf(watcher)).status).toBe('ONLINE')
})

test('ids that nobody has are left out, and those given twice count once', async () => {
  await world.chat.join(freshId(), [watcher, ann])
  const stream = await watch('nobody-1', ann, 'nobody-2', ann)
  expect(stream.delivered).toMatchObject([{ userId: ann, status: 'ONLINE' }])
  expect(await presenceOf('nobody-1')).toEqual(HIDDEN)
})

test('is seen from the first conversation that is shared to the end of the last', async () => {
  const stream = await watch(ann)
  const [first, second] = [freshId(), freshId()]
  await world.chat.join(first, [watcher, ann])
  await expect.poll(() => statuses(stream), patient).toEqual(['OFFLINE', 'ONLINE'])
  expect((await presenceOf(ann)).status).toBe('ONLINE')
  await world.chat.join(second, [ann, watcher])
  await world.chat.leave(first, ann)
  await world.chat.leave(second, watcher)
  await expect.poll(() => statuses(stream), patient).toEqual(['OFFLINE', 'ONLINE', 'OFFLINE'])
  expect(stream.delivered.at(-1)).toEqual({ userId: ann, ...HIDDEN })
  expect(stream.topics.size).toBe(0)
  expect(await presenceOf(ann)).toEqual(HIDDEN)
})

test.for([
  ['privacy', () => [ann, { presenceVisible: false }]],
  ['a block by the one who is watched', () => [ann, { blockedIds: [watcher] }]],
  ['a block by the one who watches', () => [watcher, { blockedIds: [ann] }]],
] as const)('%s hides at once, and shows again', async ([, change]) => {
  const [userId, policy] = change()
  if (typeof userId !== 'string' || typeof policy !== 'object') throw new Error('no policy')
  await world.chat.join(freshId(), [watcher, ann])
  const stream = await watch(ann)
  expect((await presenceOf(ann)).status).toBe('ONLINE')
  await world.chat.setPolicy(userId, policy)
  await expect.poll(() => statuses(stream), patient).toEqual(['ONLINE', 'OFFLINE'])
  expect(await presenceOf(ann)).toEqual(HIDDEN)
  await world.chat.setPolicy(userId, {})
  await expect.poll(() => statuses(stream), patient).toEqual(['ONLINE', 'OFFLINE', 'ONLINE'])
})

test('news that was lost with the connection to Redis is made up for', async () => {
  await world.chat.join(freshId(), [watcher, ann])
  const stream = await watch(ann)
  await world.chat.setPolicy(ann, { presenceVisible: false }, { publish: false })
  await gateway.killSubscriber()
  // What is seen may be told again after a gap.
  await expect.poll(() => statuses(stream).at(-1), patient).toBe('OFFLINE')
  expect(stream.topics.size).toBe(0)
})

test('is nobody’s while it cannot be told whose it is', async () => {
  await world.chat.join(freshId(), [watcher, ann])
  world.chat.onRequest = () => {
    throw new Error('away')
  }
  expect(await presenceOf(ann)).toEqual(HIDDEN)
  await expect(watch(ann)).rejects.toThrow('could not be asked')
})

test('what one has read, told to oneself alone, reaches the own inboxes', async () => {
  const conversationId = freshId()
  await world.chat.join(conversationId, [watcher, ann])
  const [own, other] = [await gateway.open('inbox', watcher), await gateway.open('inbox', ann)]
  const news = { type: 'OwnMessagesRead', conversationId, upToSeq: 1 }
  await world.redis.publish(`user:${watcher}`, JSON.stringify(news))
  await expect
    .poll(() => own.stream.delivered, patient)
    .toEqual([{ type: 'MessagesRead', conversationId, userId: watcher, upToSeq: 1 }])
  expect(other.stream.delivered).toEqual([])
})
