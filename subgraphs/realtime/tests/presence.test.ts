import { presenceTopic } from '@colloquy/schema/topics'
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
  await world.chat.join(freshId(), [watcher, ann])
})
afterEach(() => world[Symbol.asyncDispose]())

const watch = async (...userIds: string[]) => (await gateway.open('presence', watcher, { userIds })).stream
const statuses = ({ delivered }: RecordingStream, userId: string) =>
  delivered.flatMap((event) =>
    'userId' in event && event.userId === userId && 'status' in event ? [String(event.status)] : [],
  )
const lastSeenAtMs = async (userId: string) => {
  const { presenceOf } = gateway.realtime.createContext(reader(watcher))
  return (await presenceOf(userId)).lastSeenAtMs
}

test('the state as it is now comes first, then each change', async () => {
  const ben = freshId()
  await world.chat.join(freshId(), [watcher, ben])
  await gateway.realtime.presence.connect(ben, freshId())
  const stream = await watch(ann, ben, ann)
  expect(stream.delivered).toEqual([
    { userId: ann, status: 'OFFLINE', lastSeenAtMs: null },
    { userId: ben, status: 'ONLINE', lastSeenAtMs: expect.any(Number) },
  ])
  const leave = await gateway.realtime.presence.connect(ann, freshId())
  await expect.poll(() => statuses(stream, ann), patient).toEqual(['OFFLINE', 'ONLINE'])
  await leave()
  await expect.poll(() => statuses(stream, ann), patient).toEqual(['OFFLINE', 'ONLINE', 'OFFLINE'])
  expect(statuses(stream, ben)).toEqual(['ONLINE'])
})

test('several connections at several gateways are one presence, announced once', async () => {
  const other = await world.startProcess()
  const stream = await watch(ann)
  const [first, second] = await Promise.all([
    gateway.realtime.presence.connect(ann, freshId()),
    other.realtime.presence.connect(ann, freshId()),
  ])
  await first()
  await expect.poll(() => statuses(stream, ann), patient).toEqual(['OFFLINE', 'ONLINE'])
  // Longer than the delay of offline and the time to live: heartbeats keep the second connection.
  await expect.poll(() => lastSeenAtMs(ann), patient).toBeGreaterThan(Date.now() + 2_500)
  expect(statuses(stream, ann)).toEqual(['OFFLINE', 'ONLINE'])
  await second()
  await expect.poll(() => statuses(stream, ann), patient).toEqual(['OFFLINE', 'ONLINE', 'OFFLINE'])
})

test('who comes back at once was never away', async () => {
  const stream = await watch(ann)
  const leave = await gateway.realtime.presence.connect(ann, freshId())
  await leave()
  const leaveAgain = await gateway.realtime.presence.connect(ann, freshId())
  const leftAtMs = Date.now()
  await leaveAgain()
  await expect.poll(() => statuses(stream, ann), patient).toEqual(['OFFLINE', 'ONLINE', 'OFFLINE'])
  const last = stream.delivered.at(-1)
  expect(last).toMatchObject({ lastSeenAtMs: expect.closeTo(leftAtMs, -3) })
})

test('connections of a gateway that died without a word expire, and another one says so once', async () => {
  const [dead, third] = [await world.startProcess(), await world.startProcess()]
  const stream = await watch(ann)
  await dead.realtime.presence.connect(ann, freshId())
  await expect.poll(() => statuses(stream, ann), patient).toEqual(['OFFLINE', 'ONLINE'])
  dead.redis.disconnect()
  await expect.poll(() => statuses(stream, ann), patient).toEqual(['OFFLINE', 'ONLINE', 'OFFLINE'])
  await third.realtime.presence.connect(ann, freshId())
  await expect.poll(() => statuses(stream, ann), patient).toEqual(['OFFLINE', 'ONLINE', 'OFFLINE', 'ONLINE'])
})

test('heartbeats keep a connection for longer than its time to live', async () => {
  const events: string[] = []
  const listener = world.redis.duplicate()
  listener.on('message', (_, payload) => events.push(payload))
  await listener.subscribe(presenceTopic(ann))
  const beats = await world.startProcess({ presenceTtlMs: 300, presenceHeartbeatMs: 50, offlineDelayMs: 50 })
  const connectedAtMs = Date.now()
  await beats.realtime.presence.connect(ann, freshId())
  await expect.poll(() => lastSeenAtMs(ann), patient).toBeGreaterThan(connectedAtMs + 800)
  expect(events).toHaveLength(1)
  listener.disconnect()
})

test('a gateway that ends takes its connections along', async () => {
  const stream = await watch(ann)
  const ending = await world.startProcess({ presenceTtlMs: 60_000 })
  await ending.realtime.presence.connect(ann, freshId())
  await ending.realtime[Symbol.asyncDispose]()
  await expect.poll(() => statuses(stream, ann), patient).toEqual(['OFFLINE', 'ONLINE', 'OFFLINE'])
})

test('what changed while the connection to Redis was broken is shown when it is back', async () => {
  const stream = await watch(ann)
  await gateway.killSubscriber()
  await gateway.realtime.presence.connect(ann, freshId())
  await expect.poll(() => statuses(stream, ann).at(-1), patient).toBe('ONLINE')
})

test('User.presence is read for all users of an execution at once', async () => {
  const users = Array.from({ length: 50 }, freshId)
  await gateway.realtime.presence.connect(ann, freshId())
  const { presenceOf } = gateway.realtime.createContext(reader(watcher))
  const states = await Promise.all([ann, ...users].map(presenceOf))
  expect(states.map(({ status }) => status)).toEqual(['ONLINE', ...users.map(() => 'OFFLINE')])
})

test.for([
  ['nobody', []],
  ['too many', Array.from({ length: 501 }, freshId)],
  ['an empty id', ['']],
])('%s is refused', async ([, userIds]) => {
  await expect(gateway.open('presence', watcher, { userIds })).rejects.toMatchObject({
    extensions: { code: 'BAD_USER_INPUT' },
  })
})

test('five hundred users can be watched, and are let go again', async () => {
  const userIds = Array.from({ length: 500 }, freshId)
  await world.chat.join(freshId(), [watcher, ...userIds])
  const { stream, close } = await gateway.open('presence', watcher, { userIds })
  expect(stream.delivered).toHaveLength(500)
  const listeners = async () => (await world.redis.pubsub('NUMSUB', presenceTopic(userIds[499] ?? '')))[1]
  expect(await listeners()).toBe(1)
  close()
  await expect.poll(listeners, patient).toBe(0)
})
