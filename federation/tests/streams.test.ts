import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { bid, refusal } from './auctions.ts'
import { eventually, startSystem, subscribe } from './system.ts'
import type { Subscriber, System } from './system.ts'
import { anonymous } from './viewers.ts'

const withName = 'subscription { auction(itemId: "lamp") { seq ... on BidPlaced { bidder { name } } } }'
const bare = 'subscription { auction(itemId: "lamp") { seq } }'

let system: System
beforeEach(async () => {
  system = await startSystem()
})
afterEach(() => system[Symbol.asyncDispose]())

const auctionResult = z.object({ data: z.object({ auction: z.object({ seq: z.number() }) }) })
const seqs = ({ results }: Subscriber) => results.map((result) => auctionResult.parse(result).data.auction.seq)
/** How many events of an audience may wait for those before them. */
const MAX_WAITING_EVENTS = 1_000

const lastStream = () => {
  const stream = system.auctions.streams.at(-1)
  if (!stream) throw new Error('no stream is open')
  return stream
}
/** People's requests for the events rendered until now have arrived. */
const asked = (count: number) => eventually(() => system.people.requests.length >= count)

describe('the order of a topic', () => {
  it('is that of publishing, however long each event takes', async () => {
    const subscriber = await subscribe(system, withName)
    const resume = system.people.pause()
    system.auctions.publish(bid(1))
    system.auctions.publish({ __typename: 'AuctionEnded', seq: 2, item: { id: 'lamp' }, winner: null })
    await asked(1)
    expect(subscriber.payloads).toHaveLength(0)
    resume()
    await subscriber.until(2)
    expect(seqs(subscriber)).toEqual([1, 2])
  })

  it('starts for who joins with what is published from then on', async () => {
    const early = await subscribe(system, withName)
    const resume = system.people.pause()
    system.auctions.publish(bid(1))
    await asked(1)
    const late = await subscribe(system, withName)
    system.auctions.publish(bid(2))
    resume()
    await Promise.all([early.until(2), late.until(1)])
    expect(seqs(early)).toEqual([1, 2])
    expect(seqs(late)).toEqual([2])
  })

  it('ends for who leaves with what was published until then', async () => {
    const staying = await subscribe(system, withName)
    const leaving = await subscribe(system, withName)
    const resume = system.people.pause()
    system.auctions.publish(bid(1))
    lastStream().leave('item:lamp')
    system.auctions.publish(bid(2))
    lastStream().join('item:lamp')
    system.auctions.publish(bid(3))
    resume()
    await Promise.all([staying.until(3), leaving.until(2)])
    expect(seqs(staying)).toEqual([1, 2, 3])
    expect(seqs(leaving)).toEqual([1, 3])
  })

  it('ends at once for who has gone', async () => {
    const staying = await subscribe(system, withName)
    const gone = await subscribe(system, withName)
    const resume = system.people.pause()
    system.auctions.publish(bid(1))
    await asked(1)
    gone.close()
    resume()
    await staying.until(1)
    expect(gone.payloads).toHaveLength(0)
  })
})

describe('a stream', () => {
  it('sends what was missed before what is held back', async () => {
    system.auctions.openWith(async (_, stream) => {
      stream.join('item:lamp', { held: true })
      system.auctions.publish(bid(3))
      await stream.send(bid(1))
      void stream.send(bid(2))
      stream.release('item:lamp')
      system.auctions.publish(bid(4))
      return () => undefined
    })
    const subscriber = await subscribe(system, withName)
    await subscriber.until(4)
    expect(seqs(subscriber)).toEqual([1, 2, 3, 4])
  })

  it('delivers what was published between a release and a leave, and nothing held back without one', async () => {
    system.auctions.openWith(async (_, stream) => {
      stream.join('item:lamp', { held: true })
      system.auctions.publish(bid(1))
      stream.leave('item:lamp')
      stream.join('item:lamp', { held: true })
      system.auctions.publish(bid(3))
      void stream.send(bid(2))
      stream.release('item:lamp')
      system.auctions.publish(bid(4))
      stream.leave('item:lamp')
      system.auctions.publish(bid(5))
      stream.end()
      return () => undefined
    })
    const subscriber = await subscribe(system, withName)
    await subscriber.ended
    expect(seqs(subscriber)).toEqual([2, 3, 4])
  })

  it('sends to one viewer alone', async () => {
    const one = await subscribe(system, bare)
    const stream = lastStream()
    const other = await subscribe(system, bare)
    await stream.send(bid(1))
    system.auctions.publish(bid(2))
    await Promise.all([one.until(2), other.until(1)])
    expect(seqs(one)).toEqual([1, 2])
    expect(seqs(other)).toEqual([2])
  })

  it('ends after what was published before, and is torn down once', async () => {
    const subscriber = await subscribe(system, withName)
    const stream = lastStream()
    const resume = system.people.pause()
    system.auctions.publish(bid(1))
    stream.end(refusal('NOT_FOUND', 'It is gone.'))
    system.auctions.publish(bid(2))
    expect(stream.closed).toBe(true)
    resume()
    expect(await subscriber.ended).toMatchObject([{ message: 'It is gone.', extensions: { code: 'NOT_FOUND' } }])
    expect(seqs(subscriber)).toEqual([1])
    subscriber.close()
    subscriber.close()
    expect(system.auctions.tornDown()).toBe(1)
  })

  it('completes', async () => {
    const subscriber = await subscribe(system, bare)
    lastStream().end()
    expect(await subscriber.ended).toBe('complete')
  })

  it('is torn down once when it ends while it is opened', async () => {
    let tornDown = 0
    system.auctions.openWith(async (_, stream) => {
      stream.join('item:lamp')
      stream.end(refusal('CURSOR_EXPIRED', 'Too old.'))
      return () => void tornDown++
    })
    const subscriber = await subscribe(system, bare)
    expect(await subscriber.ended).toMatchObject([{ extensions: { code: 'CURSOR_EXPIRED' } }])
    subscriber.close()
    expect(tornDown).toBe(1)
  })

  it('is torn down when the viewer leaves while it is opened', async () => {
    const opening = Promise.withResolvers<() => void>()
    let tornDown = 0
    system.auctions.openWith((_, stream) => {
      stream.join('item:lamp')
      return opening.promise
    })
    const leaving = new AbortController()
    const subscribing = subscribe(system, bare, { signal: leaving.signal })
    await eventually(() => system.auctions.streams.length === 1)
    leaving.abort()
    expect(lastStream().closed).toBe(true)
    opening.resolve(() => void tornDown++)
    const subscriber = await subscribing
    expect(tornDown).toBe(1)
    const executions = system.auctions.executions()
    system.auctions.publish(bid(1))
    expect(system.auctions.executions()).toBe(executions)
    expect(subscriber.payloads).toHaveLength(0)
  })

  it('leaves nothing joined when it is refused', async () => {
    system.auctions.openWith(async (_, stream) => {
      stream.join('item:lamp')
      throw refusal('NOT_FOUND', 'There is no such item.')
    })
    await expect(subscribe(system, bare)).rejects.toMatchObject({ extensions: { code: 'NOT_FOUND' } })
    const executions = system.auctions.executions()
    system.auctions.publish(bid(1))
    expect(system.auctions.executions()).toBe(executions)
    expect(lastStream().closed).toBe(true)
  })

  it('costs nothing when nobody listens any more', async () => {
    const subscriber = await subscribe(system, bare)
    system.auctions.publish(bid(1))
    await subscriber.until(1)
    subscriber.close()
    const executions = system.auctions.executions()
    system.auctions.publish(bid(2))
    expect(system.auctions.executions()).toBe(executions)
    expect(system.auctions.tornDown()).toBe(1)
  })
})

describe('trouble', () => {
  it('ends subscriptions that fall too far behind, so that they resume', async () => {
    const slow = await subscribe(system, withName)
    const resume = system.people.pause()
    for (let seq = 1; seq <= MAX_WAITING_EVENTS + 1; seq++) system.auctions.publish(bid(seq))
    expect(await slow.ended).toMatchObject([{ extensions: { code: 'SUBSCRIPTION_INTERRUPTED' } }])
    expect(system.auctions.tornDown()).toBe(1)
    resume()
  })

  it('ends a subscription whose reader stops in the middle of what it missed', async () => {
    await using stalling = await startSystem({ limits: { stalledReplayMs: 20 } })
    stalling.auctions.openWith(async (_, stream) => {
      for (let seq = 1; seq <= 3 && !stream.closed; seq++) await stream.send(bid(seq))
      return () => undefined
    })
    const got: Buffer[] = []
    const { promise: ended, resolve: end } = Promise.withResolvers<unknown>()
    const sink = {
      next: (payload: Buffer) => void got.push(payload),
      roomy: () => (got.length < 2 ? Promise.resolve() : new Promise<void>(() => undefined)),
      error: end,
      complete: () => end('complete'),
    }
    await stalling.federation.subscribe({ query: bare, viewer: anonymous }, sink)
    expect(await ended).toMatchObject([{ extensions: { code: 'SUBSCRIPTION_INTERRUPTED' } }])
    expect(got).toHaveLength(2)
  })

  it('of one sink is not that of others', async () => {
    const failing = {
      next: () => {
        throw new Error('broken sink')
      },
      error: () => undefined,
      complete: () => undefined,
    }
    const request = { query: bare, viewer: anonymous }
    await system.federation.subscribe(request, failing)
    const subscriber = await subscribe(system, bare)
    system.auctions.publish(bid(1))
    system.auctions.publish(bid(2))
    await subscriber.until(2)
    expect(system.auctions.tornDown()).toBe(1)
  })

  it('in a subgraph that is down is in the result, and the stream goes on', async () => {
    const subscriber = await subscribe(system, withName)
    await system.people[Symbol.asyncDispose]()
    system.auctions.publish(bid(1))
    system.auctions.publish({ __typename: 'AuctionEnded', seq: 2, item: { id: 'lamp' }, winner: null })
    await subscriber.until(2)
    expect(subscriber.results).toMatchObject([
      { data: null, errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE' } }] },
      { data: { auction: { seq: 2 } } },
    ])
  })
})

it('hands the arguments over as the subgraph declares them', async () => {
  await subscribe(system, 'subscription ($id: ID!) { auction(itemId: $id, after: 7) { seq } }', {
    variables: { id: 5 },
  })
  expect(system.auctions.opened).toEqual([{ args: { itemId: '5', after: 7 }, kind: 'anonymous' }])
})

it('ends everything when the federation ends', async () => {
  const subscriber = await subscribe(system, bare)
  await system.federation[Symbol.asyncDispose]()
  expect(await subscriber.ended).toBe('complete')
  expect(system.auctions.tornDown()).toBe(1)
})
