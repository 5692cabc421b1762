import { afterEach, beforeEach, expect, test } from 'vitest'
import { freshId, patient, random, seqsOf, startWorld, upTo } from './fixture.ts'
import type { World } from './fixture.ts'

let world: World

beforeEach(async () => {
  world = await startWorld()
})
afterEach(() => world[Symbol.asyncDispose]())

const EVENTS = 60
const SEEDS = Array.from({ length: 24 }, (_, index) => index + 1)

/**
 * Publishes are dropped, doubled and delayed at random, connections break, viewers come in the middle: each must get
 * all events from its start on, once, in order.
 */
test.for(SEEDS)('every viewer gets every event once and in order (seed %i)', async (seed) => {
  const chance = random(seed)
  const gateway = await world.startProcess()
  const id = freshId()
  await world.chat.join(id, ['ann'])
  const viewers: { afterSeq: number; opened: ReturnType<typeof gateway.open> }[] = []
  const late: (() => Promise<void>)[] = []
  const drops = chance()

  for (let count = 0; count < EVENTS; count += 1) {
    const event = await world.chat.say(id, { publish: false })
    if (chance() > drops) {
      if (chance() < 0.2) late.push(() => world.chat.publish(event))
      else await world.chat.publish(event)
      if (chance() < 0.1) await world.chat.publish(event)
    }
    if (chance() < 0.2) await late.shift()?.()
    if (chance() < 0.15) {
      const afterSeq = Math.floor(chance() * event.seq)
      viewers.push({ afterSeq, opened: gateway.open('conversation', 'ann', { id, afterSeq }) })
    }
    if (chance() < 0.03) await gateway.killSubscriber()
  }
  for (const publish of late) await publish()
  for (const { afterSeq, opened } of viewers) {
    const { stream } = await opened
    const expected = upTo(EVENTS + 1, afterSeq + 1)
    await expect.poll(() => seqsOf(stream, id).length, patient).toBe(expected.length)
    expect(seqsOf(stream, id)).toEqual(expected)
  }
})
