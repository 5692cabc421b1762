import { afterEach, expect, it } from 'vitest'
import type { FederationOptions } from '../src/index.ts'
import { bid } from './auctions.ts'
import { eventually, run, startSystem, subscribe } from './system.ts'
import type { System } from './system.ts'
import { user } from './viewers.ts'
import type { Viewer } from './viewers.ts'

const text = 'subscription { auction(itemId: "lamp") { ... on BidPlaced { bidder { name } } } }'
const cachedEntities = { Person: { subgraph: 'people', ttlMs: 60_000, max: 100 } }
const nameIs = (name: string) => ({ data: { auction: { bidder: { name } } } })

let stack: AsyncDisposableStack
afterEach(() => stack.disposeAsync())

async function start(options: Partial<FederationOptions<Viewer>> = {}) {
  stack = new AsyncDisposableStack()
  return stack.use(await startSystem({ cachedEntities, ...options }))
}
const rename = (system: System, name: string) =>
  run(system, 'mutation ($name: String!) { rename(id: "ann", name: $name) { id } }', {
    variables: { name },
    viewer: user('ann', 'admin'),
  })
const lookUps = (system: System) => system.people.requests.filter(({ query }) => query.includes('_entities')).length

it('spares an event all requests once its entities are known', async () => {
  const system = await start()
  const subscriber = await subscribe(system, text)
  for (let seq = 1; seq <= 3; seq++) {
    system.auctions.publish(bid(seq))
    await subscriber.until(seq)
  }
  system.auctions.publish(bid(4, 'bob'))
  await subscriber.until(4)
  expect(subscriber.results.slice(2)).toEqual([nameIs('Ann'), nameIs('Bob')])
  expect(lookUps(system)).toBe(2)
})

it('shares a request among the events of a moment', async () => {
  const system = await start()
  const subscriber = await subscribe(system, text)
  for (let seq = 1; seq <= 5; seq++) system.auctions.publish(bid(seq))
  await subscriber.until(5)
  expect(lookUps(system)).toBe(1)
})

it('asks again for what has changed', async () => {
  const system = await start()
  const subscriber = await subscribe(system, text)
  system.auctions.publish(bid(1))
  await subscriber.until(1)
  await rename(system, 'Anna')
  system.federation.invalidateEntity('Person', 'ann')
  system.auctions.publish(bid(2))
  await subscriber.until(2)
  await rename(system, 'Ann')
  system.federation.clearEntities()
  system.auctions.publish(bid(3))
  await subscriber.until(3)
  expect(subscriber.results).toEqual([nameIs('Ann'), nameIs('Anna'), nameIs('Ann')])
})

it('does not keep an answer that a change overtook', async () => {
  const system = await start()
  const subscriber = await subscribe(system, text)
  const resume = system.people.pause()
  system.auctions.publish(bid(1))
  await eventually(() => lookUps(system) === 1)
  system.federation.invalidateEntity('Person', 'ann')
  resume()
  await subscriber.until(1)
  system.auctions.publish(bid(2))
  await subscriber.until(2)
  expect(lookUps(system)).toBe(2)
})

it('keeps answers only while changes are heard', async () => {
  const heard = Promise.withResolvers<() => void>()
  const watched: string[] = []
  let stopped = 0
  const system = await start({
    watchEntity: (typename, id) => {
      watched.push(`${typename} ${id}`)
      return heard.promise
    },
  })
  const subscriber = await subscribe(system, text)
  for (let seq = 1; seq <= 2; seq++) {
    system.auctions.publish(bid(seq))
    await subscriber.until(seq)
  }
  expect(lookUps(system)).toBe(2)
  heard.resolve(() => void stopped++)
  for (let seq = 3; seq <= 5; seq++) {
    await heard.promise
    system.auctions.publish(bid(seq))
    await subscriber.until(seq)
  }
  expect(lookUps(system)).toBe(3)
  expect(watched).toEqual(['Person ann'])
  await system.federation[Symbol.asyncDispose]()
  expect(stopped).toBe(1)
})

it('is not used for what is one viewer’s alone', async () => {
  const system = await start()
  const subscriber = await subscribe(system, text.replace('name', 'name nickname'), { viewer: user('bob') })
  for (let seq = 1; seq <= 2; seq++) {
    system.auctions.publish(bid(seq))
    await subscriber.until(seq)
  }
  expect(lookUps(system)).toBe(2)
})

it('keeps no failures', async () => {
  const system = await start()
  const subscriber = await subscribe(system, text.replace('name', 'fragileMaybe'))
  for (let seq = 1; seq <= 2; seq++) {
    system.auctions.publish(bid(seq, 'mallory'))
    await subscriber.until(seq)
  }
  expect(subscriber.results).toMatchObject(
    Array.from({ length: 2 }, () => ({
      data: { auction: { bidder: { fragileMaybe: null } } },
      errors: [{ path: ['auction', 'bidder', 'fragileMaybe'], extensions: { code: 'CONFLICT' } }],
    })),
  )
  expect(lookUps(system)).toBe(2)
})

it('keeps as many entities as it may, and stops watching the others', async () => {
  const watching = new Set<string>()
  const system = await start({
    cachedEntities: { Person: { ...cachedEntities.Person, max: 1 } },
    watchEntity: async (_, id) => {
      watching.add(id)
      return () => watching.delete(id)
    },
  })
  const subscriber = await subscribe(system, text)
  for (const [index, id] of ['ann', 'bob', 'mallory'].entries()) {
    system.auctions.publish(bid(index, id))
    await subscriber.until(index + 1)
  }
  expect([...watching]).toEqual(['mallory'])
})

it('keeps nothing of what is answered to one viewer, and gives a viewer nothing that is kept', async () => {
  const system = await start()
  const own = 'subscription { auction(itemId: "lamp") { ... on BidPlaced { bidder { name nickname } } } }'
  const shared = await subscribe(system, text)
  const ann = await subscribe(system, own, { viewer: user('ann') })
  const bob = await subscribe(system, own, { viewer: user('bob') })
  for (const seq of [1, 2]) {
    system.auctions.publish(bid(seq, 'mallory'))
    await Promise.all([shared, ann, bob].map((subscriber) => subscriber.until(seq)))
  }
  const seen = (nickname: string) => ({ data: { auction: { bidder: { name: 'Mallory', nickname } } } })
  expect(ann.results).toEqual([seen("ann's mallory"), seen("ann's mallory")])
  expect(bob.results).toEqual([seen("bob's mallory"), seen("bob's mallory")])
  const askers = system.people.requests.map(({ asker = '' }) => asker).toSorted()
  expect(askers).toEqual(['ann', 'ann', 'bob', 'bob', 'service'])
})
