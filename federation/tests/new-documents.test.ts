import { createServer } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Charges } from '../src/index.ts'
import { FederationError } from '../src/index.ts'
import { askOver, TRANSPORTS } from './ask-over.ts'
import { listen } from './listen.ts'
import { startSystem } from './system.ts'
import type { System } from './system.ts'
import { nameOf, user } from './viewers.ts'
import type { Viewer } from './viewers.ts'

const SURCHARGE = 200
const REQUEST = 10

/** Callers of whom each can ask for so much, and what has been taken of them. */
function purse(burst: number) {
  const taken: { name: string; cost: number }[] = []
  const left = (name: string) => taken.reduce((sum, each) => sum - (each.name === name ? each.cost : 0), burst)
  const charges: Charges<Viewer> = {
    take(viewer, cost) {
      if (left(nameOf(viewer)) < cost) throw new FederationError('RATE_LIMITED', 'Not so much is left.')
      taken.push({ name: nameOf(viewer), cost })
    },
    allowance: (viewer) => ({ burst, perSecond: 1, remaining: left(nameOf(viewer)) }),
    callerOf: nameOf,
  }
  return {
    charges,
    taken,
    costsOf: (name: string) => taken.filter((each) => each.name === name).map(({ cost }) => cost),
  }
}

let stack = new AsyncDisposableStack()
beforeEach(() => {
  stack = new AsyncDisposableStack()
})
afterEach(() => stack.disposeAsync())

async function serve(burst: number, limits = {}) {
  const { charges, taken, costsOf } = purse(burst)
  const viewerOf = () => user('ann')
  const system = stack.use(await startSystem({ charges, viewerOf, limits }))
  const server = createServer(system.federation.handler)
  system.federation.attachWebSocket(server)
  const url = `${await listen(server)}/graphql`
  stack.defer(() => {
    server.closeAllConnections()
    server.close()
  })
  return { system, url, taken, costsOf }
}

/** Asks as an Apollo Server in front does. */
async function ask(system: System, source: string, name: string) {
  const { executor } = await system.federation.gatewayInterface.load({ apollo: {} })
  if (!executor) throw new Error('There is no executor.')
  // What else an Apollo Server hands over is not looked at.
  return executor(Object.assign(Object.create(null), { source, request: {}, context: { viewer: user(name) } }))
}

describe('a document that is new', () => {
  test.each(TRANSPORTS)('costs more this once, and says so (%s)', async (transport) => {
    const { url, costsOf } = await serve(10_000)
    const first = await askOver[transport](url, { query: '{ auctionCount }' })
    const again = await askOver[transport](url, { query: '{ auctionCount }' })
    expect([first.data, again.data]).toEqual([{ auctionCount: 3 }, { auctionCount: 3 }])
    expect(costsOf('ann')).toEqual([REQUEST, SURCHARGE, 0, REQUEST, 0])
    if (transport === 'SSE' || transport === 'multipart') return
    const cost = { requested: REQUEST, limit: 10_000 }
    expect(first.extensions?.cost).toEqual({ ...cost, surcharge: SURCHARGE, remaining: 10_000 - REQUEST - SURCHARGE })
    expect(again.extensions?.cost).toEqual({ ...cost, remaining: 10_000 - 2 * REQUEST - SURCHARGE })
  })

  test('costs it also when it is refused', async () => {
    const { system, costsOf } = await serve(10_000)
    for (const source of ['{ nothing }', '{ nothing }', '{']) {
      expect(await ask(system, source, 'ann')).toMatchObject({ errors: [{}] })
    }
    expect(costsOf('ann')).toEqual([REQUEST, SURCHARGE, REQUEST, REQUEST, SURCHARGE])
  })

  test('costs it once for each of its operations', async () => {
    const { url, costsOf } = await serve(10_000)
    const query = 'query A { auctionCount } query B { n: auctionCount }'
    for (const operationName of ['A', 'A', 'B', 'B']) await askOver.POST(url, { query, operationName })
    expect(costsOf('ann')).toEqual([REQUEST, SURCHARGE, 0, REQUEST, 0, REQUEST, SURCHARGE, REQUEST, 0])
  })

  test('is not looked at for who cannot pay that', async () => {
    const { system, costsOf } = await serve(SURCHARGE + 2 * REQUEST)
    const source = '{ auctionCount }'
    await ask(system, '{ a: auctionCount }', 'ann')
    expect(await ask(system, source, 'ann')).toMatchObject({ errors: [{ extensions: { code: 'RATE_LIMITED' } }] })
    expect(await ask(system, source, 'ben')).toEqual({ data: { auctionCount: 3 } })
    expect(costsOf('ben')).toEqual([REQUEST, SURCHARGE, 0])
  })
})

describe('many new documents of one caller', () => {
  const documents = (count: number) => Array.from({ length: count }, (_, n) => `{ a${n}: auctionCount }`)

  test("do not hold up another's", async () => {
    const { system, taken } = await serve(100_000)
    await Promise.all([
      ...documents(50).map((source) => ask(system, source, 'ann')),
      ask(system, '{ count: auctionCount }', 'ben'),
    ])
    const validated = taken.filter(({ cost }) => cost === 0).map(({ name }) => name)
    expect(validated).toHaveLength(51)
    expect(validated.indexOf('ben')).toBeLessThan(4)
  })

  test('are refused beyond what may wait, and can be sent again', async () => {
    const { system } = await serve(100_000, { newDocumentsPerCaller: 3 })
    const results = await Promise.all(documents(5).map((source) => ask(system, source, 'ann')))
    expect(results.filter(({ data }) => data)).toHaveLength(4)
    expect(results.flatMap(({ errors = [] }) => errors)).toMatchObject([
      { extensions: { code: 'RATE_LIMITED', retryAfter: 1 } },
    ])
    expect(await ask(system, '{ a4: auctionCount }', 'ann')).toEqual({ data: { a4: 3 } })
  })
})
