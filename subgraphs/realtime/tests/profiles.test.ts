import { userTopic } from '@colloquy/schema/topics'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { freshId, patient, reader, startWorld } from './fixture.ts'
import type { Process, World } from './fixture.ts'

let world: World
let gateway: Process
let ann: string
let ben: string

beforeEach(async () => {
  world = await startWorld()
  gateway = await world.startProcess()
  ann = freshId()
  ben = freshId()
})
afterEach(() => world[Symbol.asyncDispose]())

const viewer = { ...reader('watcher'), scopes: ['profile:read'] }
const watch = (userIds: string[]) => gateway.open('profiles', viewer, { userIds })
const change = (userId: string, type = 'UserChanged') =>
  world.redis.publish(userTopic(userId), JSON.stringify({ type }))
const told = ({ delivered }: { delivered: object[] }) =>
  delivered.map((event) => ('userId' in event ? event.userId : null))

test('each profile is told once at the start, then after each change of it; what no user has is left out', async () => {
  const { stream } = await watch([ann, 'nobody', ben, ann])
  expect(told(stream)).toEqual([ann, ben])
  await change(ann, 'PrivacyChanged')
  await change(ben)
  await change(ann)
  await expect.poll(() => told(stream), patient).toEqual([ann, ben, ben, ann])
})

test('a change while the start is being told comes after it', async () => {
  const { stream } = await gateway.open('profiles', viewer, { userIds: [ann, ben] }, (opening) => {
    let isFirst = true
    opening.onSend = async () => {
      if (!isFirst) return
      isFirst = false
      await change(ben)
      await expect.poll(() => gateway.hub.published.get(`profile:${ben}`)?.length, patient).toBe(1)
    }
  })
  expect(told(stream)).toEqual([ann, ben, ben])
})

test('after a lost connection to Redis all that are watched are told again', async () => {
  const { stream } = await watch([ann, ben])
  await gateway.killSubscriber()
  await expect.poll(() => told(stream), patient).toEqual([ann, ben, ann, ben])
})

test('whoever goes away is told no more, and nothing is listened to for nobody', async () => {
  const { stream, close } = await watch([ann])
  close()
  expect(stream.topics.size).toBe(0)
  await expect.poll(async () => (await world.redis.pubsub('NUMSUB', userTopic(ann)))[1], patient).toBe(0)
})

test.for([
  ['nobody', []],
  ['too many', Array.from({ length: 501 }, freshId)],
  ['an empty id', ['']],
] as const)('%s is refused', async ([, userIds]) => {
  await expect(watch([...userIds])).rejects.toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } })
})

test('whoever may not read profiles is refused', async () => {
  await expect(gateway.open('profiles', reader('watcher'), { userIds: [ann] })).rejects.toMatchObject({
    extensions: { code: 'FORBIDDEN' },
  })
})
