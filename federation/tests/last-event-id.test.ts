import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { createClient } from 'graphql-sse'
import { EventSource } from 'undici'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ResumableFields } from '../src/index.ts'
import { alertsSdl, createAlerts } from './alerts.ts'
import { bid, refusal } from './auctions.ts'
import type { AuctionEvent } from './auctions.ts'
import { compose, subgraphSdls } from './compose.ts'
import { listen } from './listen.ts'
import { serveSubgraph } from './subgraph-server.ts'
import { eventually, startSystem } from './system.ts'
import type { System } from './system.ts'
import { user } from './viewers.ts'

const LIVE = 'subscription ($after: Int) { auction(itemId: "lamp", after: $after) { seq } }'

/** Bids resume by their seq, and bid 0 has no id; alerts by whatever shows that the arguments were changed. */
const resumable: ResumableFields = {
  auction: {
    idOf: (event) => ('seq' in event && Number(event.seq) > 0 ? `bid ${String(event.seq)}` : null),
    argumentsAfter(id) {
      if (!/^bid \d+$/.test(id)) throw refusal('BAD_USER_INPUT', 'This is no id of a bid.')
      return { after: Number(id.slice(4)) }
    },
  },
  alerts: {
    idOf: (alert) => ('text' in alert ? String(alert.text) : null),
    argumentsAfter: (id, args) => ({ atLeast: Number(args.atLeast) + Number(id) }),
  },
}

let stack: AsyncDisposableStack
let alerts: ReturnType<typeof createAlerts>
let system: System
let server: Server
let url: string
const log: AuctionEvent[] = []
beforeEach(async () => {
  stack = new AsyncDisposableStack()
  alerts = createAlerts()
  const remote = stack.use(await serveSubgraph(alerts.schema))
  system = stack.use(
    await startSystem({
      supergraph: compose({ ...subgraphSdls, alerts: alertsSdl }),
      routingUrls: { alerts: remote.url },
      viewerOf: () => user('ann'),
      resumable,
    }),
  )
  log.length = 0
  // As a log of events does it: what came after is sent first, and then what is published.
  system.auctions.openWith(async ({ args: { after } }, stream) => {
    if (typeof after !== 'number') stream.startsAfter(() => `bid ${log.length}`)
    stream.join('item:lamp', { held: true })
    for (const event of typeof after === 'number' ? log.slice(after) : []) await stream.send(event)
    stream.release('item:lamp')
    return () => undefined
  })
  server = createServer(system.federation.handler)
  url = `${await listen(server)}/graphql`
  stack.defer(() => {
    server.closeAllConnections()
    server.close()
  })
})
afterEach(() => stack.disposeAsync())

const publish = (seq: number) => {
  const event = bid(seq)
  log.push(event)
  system.auctions.publish(event)
}
const isLive = (count = 1) => eventually(() => system.auctions.streams.length >= count)

async function subscribeRaw(query: string, headers: Record<string, string> = {}) {
  const client = new AbortController()
  stack.defer(() => client.abort())
  const response = await fetch(url, {
    method: 'POST',
    headers: { accept: 'text/event-stream', 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
    signal: client.signal,
  })
  let text = ''
  const read = async () => {
    for await (const chunk of response.body ?? []) text += Buffer.from(chunk).toString()
  }
  const ended = read().catch(() => undefined)
  return { text: () => text, ended }
}

/** Everything that an EventSource has got until now, which connects again by itself. */
function listenAsBrowser() {
  const source = new EventSource(`${url}?query=${encodeURIComponent(LIVE)}`, { node: { reconnectionTime: 10 } })
  stack.defer(() => source.close())
  const seqs: number[] = []
  source.addEventListener('next', (event) => {
    if ('data' in event) seqs.push(JSON.parse(String(event.data)).data.auction.seq)
  })
  return { seqs }
}

describe('an EventSource', () => {
  test('that loses its stream goes on after the last event it got', async () => {
    const { seqs } = listenAsBrowser()
    await isLive()
    publish(1)
    publish(2)
    await eventually(() => seqs.length === 2)
    server.closeAllConnections()
    publish(3)
    await isLive(2)
    publish(4)
    await eventually(() => seqs.length === 4)
    expect(seqs).toEqual([1, 2, 3, 4])
    expect(system.auctions.opened.map(({ args }) => args.after)).toEqual([undefined, 2])
  })

  test('that has got none with an id goes on from where it began', async () => {
    publish(1)
    const { seqs } = listenAsBrowser()
    await isLive()
    system.auctions.publish(bid(0))
    await eventually(() => seqs.length === 1)
    server.closeAllConnections()
    publish(2)
    await eventually(() => seqs.length === 2)
    expect(seqs).toEqual([0, 2])
  })
})

test("graphql-sse's client resumes by a header of its own", async () => {
  let last = 0
  const client = createClient({
    url,
    retryAttempts: 5,
    retry: async () => undefined,
    headers: (): Record<string, string> => (last > 0 ? { 'last-event-id': `bid ${last}` } : {}),
  })
  stack.defer(() => client.dispose())
  const seqs: unknown[] = []
  client.subscribe<{ auction: { seq: number } }>(
    { query: LIVE },
    {
      next({ data }) {
        last = data?.auction.seq ?? last
        seqs.push(last)
      },
      error: () => undefined,
      complete: () => undefined,
    },
  )
  await isLive()
  publish(1)
  await eventually(() => seqs.length === 1)
  server.closeAllConnections()
  publish(2)
  await eventually(() => seqs.length === 2)
  expect(seqs).toEqual([1, 2])
})

describe('a stream', () => {
  test('tells where it begins, and the ids of those events that have one', async () => {
    publish(1)
    const { text } = await subscribeRaw(LIVE)
    await isLive()
    system.auctions.publish(bid(0))
    system.auctions.publish(bid(2))
    await eventually(() => text().includes('2}'))
    expect(text()).toBe(
      [
        ':\n\nid: bid 1\n\n',
        'event: next\ndata: {"data":{"auction":{"seq":0}}}\n\n',
        'id: bid 2\nevent: next\ndata: {"data":{"auction":{"seq":2}}}\n\n',
      ].join(''),
    )
  })

  test('of another subgraph resumes too, by arguments that take the place of its own', async () => {
    const query = 'subscription { told: alerts(atLeast: 1) { text } }'
    const { text } = await subscribeRaw(query, { 'last-event-id': '2' })
    await eventually(() => alerts.listening() === 1)
    expect(alerts.asked).toEqual([{ atLeast: 3 }])
    alerts.push({ text: '7', about: { id: 'lamp' } })
    await eventually(() => text().includes('id: 7\nevent: next\n'))
  })

  test.each([
    ['an id that is none', LIVE, 'nonsense', 'BAD_USER_INPUT'],
    ['an id of a field without ids', 'subscription { membersAuction(itemId: "lamp") { seq } }', '1', 'BAD_REQUEST'],
  ])('with %s is refused', async (_, query, id, code) => {
    const { text, ended } = await subscribeRaw(query, { 'last-event-id': id })
    await ended
    expect(text()).toMatch(new RegExp(`event: next\ndata: {"errors":\\[.*${code}.*\n\nevent: complete`))
    expect(system.auctions.opened).toEqual([])
  })

  test('by multipart has no ids', async () => {
    const accept = 'multipart/mixed;subscriptionSpec=1.0'
    const { text } = await subscribeRaw(LIVE, { accept, 'last-event-id': 'nonsense' })
    await isLive()
    publish(1)
    await eventually(() => text().includes('"seq":1'))
    expect(text()).not.toContain('bid')
  })
})
