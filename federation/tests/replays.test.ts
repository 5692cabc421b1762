import { afterEach, beforeEach, expect, it } from 'vitest'
import { bid } from './auctions.ts'
import { eventually, startSystem, subscribe } from './system.ts'
import type { System } from './system.ts'
import { anonymous } from './viewers.ts'

const AT_ONCE = 2
const auction = 'subscription ($id: ID!) { auction(itemId: $id) { seq ... on BidPlaced { bidder { name } } } }'
const bare = 'subscription { auction(itemId: "lamp") { seq } }'
const of = (id: string) => ({ variables: { id } })

let system: System
beforeEach(async () => {
  system = await startSystem({ limits: { replaysAtOnce: AT_ONCE } })
})
afterEach(() => system[Symbol.asyncDispose]())

const lastStream = () => {
  const stream = system.auctions.streams.at(-1)
  if (!stream) throw new Error('no stream is open')
  return stream
}
/** Subscribers of a quiet item, each with its stream. */
const subscribers = async (count: number) => {
  const all = []
  for (let made = 0; made < count; made++) {
    all.push({ subscriber: await subscribe(system, auction, of('quiet')), stream: lastStream() })
  }
  return all
}

it('lets live events of others through between any two events of a long replay', async () => {
  const MISSED = 200
  const live = await subscribe(system, auction, of('table'))
  await subscribe(system, bare)
  const stream = lastStream()
  const replayed: number[] = []
  let sent = 0
  const replay = async () => {
    for (; sent < MISSED; sent++) await stream.send(bid(sent))
  }
  const replaying = replay()
  for (let published = 1; published <= 3; published++) {
    system.auctions.publish({ __typename: 'AuctionEnded', seq: published, item: { id: 'table' }, winner: null })
    await live.until(published)
    replayed.push(sent)
    await new Promise((resolve) => setImmediate(resolve))
  }
  await replaying
  expect(Math.max(...replayed)).toBeLessThan(20)
})

it('renders only so many events for one viewer alone at the same time, and live ones without waiting', async () => {
  const all = await subscribers(AT_ONCE + 3)
  const live = await subscribe(system, auction, of('lamp'))
  const resume = system.people.pause()
  for (const { stream } of all) for (let seq = 1; seq <= 3; seq++) void stream.send(bid(seq))
  await eventually(() => system.people.requests.length === AT_ONCE)
  system.auctions.publish(bid(1))
  await eventually(() => system.people.requests.length === AT_ONCE + 1)
  expect(system.auctions.executions()).toBe(AT_ONCE + 1)
  resume()
  await Promise.all([live.until(1), ...all.map(({ subscriber }) => subscriber.until(3))])
})

it('gives every viewer a turn before anyone has a second one', async () => {
  const all = await subscribers(AT_ONCE + 3)
  const order: number[] = []
  const sends = all.flatMap(({ stream }, viewer) =>
    [1, 2, 3].map(async (seq) => {
      await stream.send(bid(seq))
      order.push(viewer)
    }),
  )
  await Promise.all(sends)
  expect(new Set(order.slice(0, all.length)).size).toBe(all.length)
})

it('renders nothing for who has gone while waiting for a turn', async () => {
  const all = await subscribers(AT_ONCE + 2)
  const [gone, staying] = all.slice(AT_ONCE)
  const resume = system.people.pause()
  for (const { stream } of all) for (let seq = 1; seq <= 3; seq++) void stream.send(bid(seq))
  await eventually(() => system.people.requests.length === AT_ONCE)
  gone?.subscriber.close()
  resume()
  await Promise.all(all.filter((one) => one !== gone).map(({ subscriber }) => subscriber.until(3)))
  expect(staying?.subscriber.payloads).toHaveLength(3)
  expect(gone?.subscriber.payloads).toHaveLength(0)
  expect(system.auctions.executions()).toBe(3 * (all.length - 1))
})

it('renders nothing more for who has not taken what came before', async () => {
  const room = Promise.withResolvers<void>()
  const got: Buffer[] = []
  const sink = {
    next: (payload: Buffer) => void got.push(payload),
    roomy: () => room.promise,
    error: () => undefined,
    complete: () => undefined,
  }
  await system.federation.subscribe({ query: bare, viewer: anonymous }, sink)
  const sends = [1, 2, 3].map((seq) => lastStream().send(bid(seq)))
  const others = await subscribers(1)
  for (const { stream } of others) for (let seq = 1; seq <= 3; seq++) await stream.send(bid(seq))
  expect(got).toHaveLength(1)
  expect(system.auctions.executions()).toBe(1 + 3)
  room.resolve()
  await Promise.all(sends)
  expect(got).toHaveLength(3)
})

it('shares what several viewers missed', async () => {
  const all = await subscribers(5)
  const event = bid(1)
  await Promise.all(all.map(({ stream }) => stream.send(event)))
  expect(system.auctions.executions()).toBe(1)
  expect(new Set(all.map(({ subscriber }) => subscriber.payloads[0])).size).toBe(1)
})
