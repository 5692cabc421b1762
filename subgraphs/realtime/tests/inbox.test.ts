import { MAX_EVENTS_PER_PAGE } from '@colloquy/schema/event-log'
import { userTopic } from '@colloquy/schema/topics'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { REALTIME_LIMITS } from '../src/limits.ts'
import { cursorAt } from '../src/subscriptions/cursor.ts'
import { freshId, patient, random, seqsOf, startWorld, upTo } from './fixture.ts'
import type { Process, World } from './fixture.ts'

let world: World
let gateway: Process
/** A user of this test's own, since Redis is shared. */
let ann: string
let ben: string

beforeEach(async () => {
  world = await startWorld()
  gateway = await world.startProcess()
  ann = freshId()
  ben = freshId()
})
afterEach(() => world[Symbol.asyncDispose]())

async function group(...userIds: string[]): Promise<string> {
  const id = freshId()
  await world.chat.join(id, userIds)
  return id
}

test('events of all conversations arrive', async () => {
  const [first, second, other] = [await group(ann), await group(ann, ben), await group(ben)]
  const { stream } = await gateway.open('inbox', ann)
  for (const id of [first, second, other, second]) await world.chat.say(id)
  await expect.poll(() => seqsOf(stream, second), patient).toEqual([2, 3])
  expect(seqsOf(stream, first)).toEqual([2])
  expect(seqsOf(stream, other)).toEqual([])
})

test('an inbox without conversations lives, and gets the first one', async () => {
  const { stream } = await gateway.open('inbox', ann)
  const id = await group(ann, ben)
  await world.chat.say(id)
  await expect.poll(() => seqsOf(stream, id), patient).toEqual([1, 2])
})

test('hundreds of conversations cost a fixed number of requests', async () => {
  const ids = await Promise.all(Array.from({ length: 400 }, () => group(ann)))
  const unhurried = await world.startProcess(REALTIME_LIMITS)
  const { stream } = await unhurried.open('inbox', ann, { after: cursorAt(Date.now()) })
  expect(Object.fromEntries(world.chat.answered)).toEqual({
    '/event-log/memberships': 2,
    '/event-log/heads': 1,
    '/event-log/missed-places': 1,
    '/event-log/events-at': 400 / MAX_EVENTS_PER_PAGE,
  })
  stream.delivered = []
  await Promise.all(ids.map((id) => world.chat.say(id)))
  await expect.poll(() => stream.delivered.length, patient).toBe(400)
})

describe('memberships that begin', () => {
  test('the event that brings the viewer in arrives, and everything after', async () => {
    const id = await group(ben)
    await world.chat.say(id)
    const { stream } = await gateway.open('inbox', ann)
    await world.chat.join(id, [ann])
    await world.chat.say(id)
    await expect.poll(() => seqsOf(stream, id), patient).toEqual([3, 4])
  })

  test('in the middle of live traffic, and twice told', async () => {
    const id = await group(ben)
    const { stream } = await gateway.open('inbox', ann)
    const { stream: other } = await gateway.open('inbox', ben)
    for (let count = 0; count < 20; count += 1) await world.chat.say(id)
    const joined = await world.chat.join(id, [ann])
    for (let count = 0; count < 20; count += 1) await world.chat.say(id)
    await world.chat.publish(joined)
    for (let count = 0; count < 20; count += 1) await world.chat.say(id)
    await expect.poll(() => seqsOf(other, id).length, patient).toBe(61)
    await expect.poll(() => seqsOf(stream, id), patient).toEqual(upTo(62, 22))
  })

  test('when the news is lost, memberships are read again', async () => {
    const id = await group(ben)
    const { stream } = await gateway.open('inbox', ann)
    await world.chat.join(id, [ann], { publish: false })
    await world.chat.say(id, { publish: false })
    await expect.poll(() => seqsOf(stream, id), patient).toEqual([2, 3])
  })

  test('when the connection to Redis breaks, at once', async () => {
    const slow = await world.startProcess({ membershipCheckIntervalMs: 60_000 })
    const id = await group(ben)
    const { stream } = await slow.open('inbox', ann)
    await world.chat.join(id, [ann], { publish: false })
    await slow.killSubscriber()
    await expect.poll(() => seqsOf(stream, id), patient).toEqual([2])
  })

  test('while the inbox opens', async () => {
    const known = await group(ann)
    const id = await group(ben)
    let asked = 0
    world.chat.onRequest = async (path) => {
      if (path !== '/event-log/missed-places' || (asked += 1) > 1) return
      await world.chat.say(known)
      await world.chat.join(id, [ann])
      await world.chat.say(id)
    }
    const { stream } = await gateway.open('inbox', ann, { after: cursorAt(Date.now() - 1) })
    await world.chat.say(id)
    await expect.poll(() => seqsOf(stream, id), patient).toEqual([2, 3, 4])
    expect(seqsOf(stream, known)).toEqual([1, 2])
  })
})

describe('memberships that end', () => {
  test('the event that takes the viewer out is the last; other conversations go on', async () => {
    const [id, other] = [await group(ann, ben), await group(ann)]
    const { stream } = await gateway.open('inbox', ann)
    const { stream: bens } = await gateway.open('inbox', ben)
    await world.chat.say(id)
    await world.chat.leave(id, ann)
    await world.chat.say(id)
    await world.chat.say(other)
    await expect.poll(() => seqsOf(bens, id), patient).toEqual([2, 3, 4])
    await expect.poll(() => seqsOf(stream, other), patient).toEqual([2])
    expect(seqsOf(stream, id)).toEqual([2, 3])
    expect(stream.ended).toBeNull()
  })

  test('and begin again, also when only the news of the return comes through', async () => {
    const id = await group(ann, ben)
    const { stream } = await gateway.open('inbox', ann)
    await world.chat.leave(id, ann, { publish: false })
    await world.chat.say(id, { publish: false })
    const back = await world.chat.join(id, [ann], { publish: false })
    await world.redis.publish(
      userTopic(ann),
      JSON.stringify({ type: 'MembershipBegan', conversationId: id, seq: back.seq }),
    )
    await world.chat.say(id)
    await expect.poll(() => seqsOf(stream, id), patient).toEqual([2, 4, 5])
  })

  test('while the inbox opens: the end arrives, nothing after', async () => {
    const id = await group(ann, ben)
    await world.chat.say(id)
    let asked = 0
    world.chat.onRequest = async (path) => {
      if (path !== '/event-log/missed-places' || (asked += 1) > 1) return
      await world.chat.say(id)
      await world.chat.leave(id, ann)
      await world.chat.say(id)
    }
    const { stream } = await gateway.open('inbox', ann, { after: cursorAt(Date.now() - 1) })
    const { stream: bens } = await gateway.open('inbox', ben)
    const last = await world.chat.say(id)
    await expect.poll(() => seqsOf(bens, id), patient).toEqual([last.seq])
    expect(seqsOf(stream, id)).toEqual([1, 2, 3, 4])
  })

  test('while a slow reader is sent what was missed: the end arrives, nothing after', async () => {
    const [id, other] = [await group(ann, ben), await group(ann)]
    for (let count = 0; count < 50; count += 1) await world.chat.say(id, { publish: false })
    let sent = 0
    const { stream } = await gateway.open('inbox', ann, { after: cursorAt(Date.now()) }, (opening) => {
      opening.onSend = async () => {
        if ((sent += 1) !== 10) return
        await world.chat.leave(id, ann)
        await world.chat.say(id)
        const typing = { type: 'TypingChanged', conversationId: id, userId: ben, typing: true }
        await world.redis.publish(`conversation:${id}`, JSON.stringify(typing))
      }
    })
    await world.chat.say(other)
    await expect.poll(() => seqsOf(stream, other), patient).toEqual([1, 2])
    await expect.poll(() => seqsOf(stream, id), patient).toEqual(upTo(52))
    expect(stream.delivered.filter((event) => !('seq' in event))).toEqual([])
  })

  test('between the two looks at memberships: nothing of it is followed', async () => {
    const id = await group(ann, ben)
    let heads = 0
    world.chat.onRequest = async (path) => {
      if (path === '/event-log/heads' && (heads += 1) === 1) await world.chat.leave(id, ann)
    }
    const { stream } = await gateway.open('inbox', ann)
    expect(stream.topics).toEqual(new Set())
  })
})

describe('resuming', () => {
  test('what was missed comes first, oldest first over all conversations; then what is live', async () => {
    const [first, second] = [await group(ann), await group(ann)]
    const nowMs = Date.now()
    const seen = [first, second].map((conversationId) => ({ conversationId, seq: 1 }))
    for (const [index, id] of [first, second, second, first].entries()) {
      await world.chat.say(id, { atMs: nowMs + index })
    }
    const { stream } = await gateway.open('inbox', ann, { after: cursorAt(nowMs - 1), seen })
    await world.chat.say(first)
    await expect.poll(() => stream.delivered.length, patient).toBe(5)
    expect(stream.delivered.map((event) => 'conversationId' in event && event.conversationId)).toEqual([
      first,
      second,
      second,
      first,
      first,
    ])
    expect(seqsOf(stream, first)).toEqual([2, 3, 4])
  })

  test('the seconds before the cursor come again, but for what was seen', async () => {
    const [first, second] = [await group(ann), await group(ann)]
    const nowMs = Date.now()
    for (const agoMs of [60_000, 9_000, 5_000, 1_000]) await world.chat.say(first, { atMs: nowMs - agoMs })
    await world.chat.say(second, { atMs: nowMs - 2_000 })
    const seen = [{ conversationId: second, seq: 2 }]
    const { stream } = await gateway.open('inbox', ann, { after: cursorAt(nowMs), seen })
    expect(seqsOf(stream, first)).toEqual([1, 3, 4, 5])
    expect(seqsOf(stream, second)).toEqual([])
  })

  test('after a position that was seen nothing is left out, however old', async () => {
    const id = await group(ann)
    const nowMs = Date.now()
    for (const agoMs of [60_000, 50_000, 40_000, 1_000]) await world.chat.say(id, { atMs: nowMs - agoMs })
    const { stream } = await gateway.open('inbox', ann, {
      after: cursorAt(nowMs),
      seen: [{ conversationId: id, seq: 2 }],
    })
    expect(seqsOf(stream, id)).toEqual([3, 4, 5])
  })

  test('a conversation left meanwhile is told until its end', async () => {
    const id = await group(ann, ben)
    const after = cursorAt(Date.now())
    await world.chat.say(id)
    await world.chat.leave(id, ann)
    await world.chat.say(id)
    const { stream } = await gateway.open('inbox', ann, { after })
    expect(seqsOf(stream, id)).toEqual([1, 2, 3])
    expect(stream.topics).toEqual(new Set())
  })

  test('events that come while the past is sent come once, after it', async () => {
    const [id, other] = [await group(ann), await group(ann)]
    for (let count = 0; count < 100; count += 1) await world.chat.say(id, { publish: false })
    const { stream } = await gateway.open('inbox', ann, { after: cursorAt(Date.now()) }, (opening) => {
      let sent = 0
      opening.onSend = async () => {
        if ((sent += 1) % 10 === 0) await Promise.all([world.chat.say(id), world.chat.say(other)])
      }
    })
    const last = await world.chat.say(id)
    await expect.poll(() => seqsOf(stream, id).at(-1), patient).toBe(last.seq)
    expect(seqsOf(stream, id)).toEqual(upTo(last.seq))
    expect(seqsOf(stream, other)).toEqual(upTo(world.chat.logOf(other).length))
  })

  test('a viewer that goes away in the middle is sent nothing more', async () => {
    const id = await group(ann)
    for (let count = 0; count < 100; count += 1) await world.chat.say(id, { publish: false })
    const { stream } = await gateway.open('inbox', ann, { after: cursorAt(Date.now()) }, (opening) => {
      opening.onSend = () => {
        if (opening.delivered.length === 10) opening.hangUp()
      }
    })
    expect(stream.delivered).toHaveLength(10)
    expect(stream.topics).toEqual(new Set())
  })

  test.for([
    ['nonsense', 'yesterday'],
    ['nothing', ''],
    ['another version', Buffer.from('2:1700000000000').toString('base64url')],
    ['the future', cursorAt(Date.now() + 3_600_000)],
  ] as const)('a cursor of %s is refused', async ([, after]) => {
    await expect(gateway.open('inbox', ann, { after })).rejects.toMatchObject({
      extensions: { code: 'BAD_USER_INPUT', issues: [{ path: ['after'] }] },
    })
  })

  test('a cursor from too long ago is refused', async () => {
    const after = cursorAt(Date.now() - 8 * 24 * 3_600_000)
    await expect(gateway.open('inbox', ann, { after })).rejects.toMatchObject({
      extensions: { code: 'CURSOR_EXPIRED' },
    })
  })

  test('more than can be brought is refused, and nothing is left behind', async () => {
    const id = await group(ann)
    for (let count = 0; count < 2_001; count += 1) {
      await world.chat.say(id, { publish: false, atMs: Date.now() - 60_000 })
    }
    const seen = [{ conversationId: id, seq: 1 }]
    await expect(gateway.open('inbox', ann, { after: cursorAt(Date.now()), seen })).rejects.toMatchObject({
      extensions: { code: 'CURSOR_EXPIRED' },
    })
    const topic = `conversation:${id}`
    await expect.poll(async () => (await world.redis.pubsub('NUMSUB', topic))[1], patient).toBe(0)
    await expect.poll(async () => (await world.redis.pubsub('NUMSUB', userTopic(ann)))[1], patient).toBe(0)
  })
})

/**
 * A client that keeps cursor and positions as the contract says loses its connection at random and resumes at another
 * gateway, while memberships come and go and publishes are lost: in the end it has every event that it may see, once
 * and in order.
 */
test.for(upTo(12))('a client that resumes again and again misses nothing (seed %i)', async (seed) => {
  const chance = random(seed)
  const gateways = [gateway, await world.startProcess()]
  const ids = await Promise.all(upTo(4).map(() => group(ann, ben)))
  const left = new Set<string>()
  /** Joined without a word: were such a membership to end at once, nobody would have known of it. */
  const untold = new Set<string>()
  const position = { after: cursorAt(Date.now()), seen: new Map<string, number>() }
  const received = new Map(ids.map((id) => [id, [1]]))
  for (const id of ids) position.seen.set(id, 1)

  const resume = async () => {
    const seen = [...position.seen].map(([conversationId, seq]) => ({ conversationId, seq }))
    const at = gateways[Math.floor(chance() * gateways.length)] ?? gateway
    return at.open('inbox', ann, { after: position.after, seen })
  }
  const take = ({ stream, close }: Awaited<ReturnType<typeof resume>>) => {
    close()
    for (const event of stream.delivered) {
      if (!('atMs' in event && 'seq' in event && 'conversationId' in event)) continue
      const id = String(event.conversationId)
      position.after = cursorAt(Number(event.atMs))
      position.seen.set(id, Number(event.seq))
      received.set(id, [...(received.get(id) ?? []), Number(event.seq)])
    }
  }

  let open = await resume()
  for (let step = 0; step < 80; step += 1) {
    const id = ids[Math.floor(chance() * ids.length)] ?? ''
    const publish = chance() > 0.3
    const dice = chance()
    if (dice < 0.08 && !left.has(id) && !untold.has(id)) {
      await world.chat.leave(id, ann, { publish })
      left.add(id)
    } else if (dice < 0.16 && left.delete(id)) {
      await world.chat.join(id, [ann], { publish })
      if (!publish) untold.add(id)
    } else await world.chat.say(id, { publish })
    if (chance() < 0.15) {
      take(open)
      if (chance() < 0.3) await world.chat.say(id, { publish })
      open = await resume()
      untold.clear()
    }
    if (chance() < 0.02) await gateway.killSubscriber()
  }
  const visible = (id: string) => {
    let isMember = false
    return world.chat.logOf(id).flatMap((event) => {
      const wasMember = isMember
      if (event.type === 'MembersChanged' && event.joinedIds.includes(ann)) isMember = true
      if (event.type === 'MembersChanged' && event.leftIds.includes(ann)) isMember = false
      return wasMember || isMember ? [event.seq] : []
    })
  }
  const all = () => ids.map((id) => [...(received.get(id) ?? []), ...seqsOf(open.stream, id)])
  await expect.poll(all, patient).toEqual(ids.map(visible))
})
