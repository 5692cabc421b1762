import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createEventCompiler } from '../src/live/compiled-event.ts'
import { createExecutor } from '../src/live/render.ts'
import { createShape, shapeKey } from '../src/live/shape.ts'
import type { Shape } from '../src/live/shape.ts'
import { createDocuments } from '../src/plan/documents.ts'
import { createGeneration } from '../src/plan/generation.ts'
import { documentLimits } from '../src/plan/limits.ts'
import { createTurns } from '../src/plan/turns.ts'
import { createEntityCache } from '../src/subgraphs/entity-cache.ts'
import { createSubgraphs } from '../src/subgraphs/subgraphs.ts'
import type { Subgraphs } from '../src/subgraphs/subgraphs.ts'
import { bid, createAuctions, ended } from './auctions.ts'
import type { AuctionEvent } from './auctions.ts'
import { compose, subgraphSdls } from './compose.ts'
import { buildItems } from './items.ts'
import { buildPeople } from './people.ts'
import { documentFrom } from './random-documents.ts'
import { serveSubgraph } from './subgraph-server.ts'
import { nameOf } from './viewers.ts'
import type { Viewer } from './viewers.ts'

/** Each makes an event twice: at once, by what its shape was compiled to, and in the general way, which the compiled one must equal. */

const generation = createGeneration(compose(subgraphSdls))
const documents = createDocuments({ schema: () => generation.schema, limits: documentLimits, takeTurn: createTurns(1) })
const quiet = () => undefined
const logger = { debug: quiet, info: quiet, warn: quiet, error: quiet }
const sharedViewer: Viewer = { kind: 'service' }

const stack = new AsyncDisposableStack()
afterAll(() => stack.disposeAsync())
let subgraphs: Subgraphs<Viewer>
beforeAll(async () => {
  const people = stack.use(await serveSubgraph(buildPeople()))
  const items = stack.use(await serveSubgraph(buildItems()))
  const types = {
    Person: { subgraph: 'people', ttlMs: 60_000, max: 100 },
    Item: { subgraph: 'items', ttlMs: 60_000, max: 100 },
  }
  subgraphs = stack.use(
    createSubgraphs<Viewer>({
      routingUrls: { people: people.url, items: items.url },
      headersFor: (viewer) => ({ 'x-asker': nameOf(viewer) }),
      sharedViewer,
      entityCache: stack.use(createEntityCache({ types, logger })),
      timeoutMs: 5_000,
    }),
  )
  subgraphs.mount(createAuctions({ publish: quiet }))
})

function shapeOf(text: string, variables: Record<string, unknown> = {}): Shape<Viewer> | null {
  const prepared = documents.prepare(text)
  if (!prepared.ok) return null
  try {
    const operation = generation.operation(prepared.document)
    if (operation.kind !== 'subscription') return null
    const read = generation.readVariables(prepared.document, operation.context.operation, variables)
    const key = shapeKey(operation, read, null)
    const parts = { key, operation, variables: read, viewer: sharedViewer, isShared: !operation.perViewer }
    return createShape(
      parts,
      () => Promise.reject(new Error('nobody listens')),
      () => Promise.reject(new Error()),
    )
  } catch {
    return null
  }
}

/** What came in each way; the general one goes first, and asks for what the other then knows. */
async function bothWays(shape: Shape<Viewer>, event: AuctionEvent): Promise<{ general: unknown; compiled: unknown }> {
  const options = { subgraph: subgraphs.find, logger, formatError: <Error>(formatted: Error) => formatted }
  const general = await createExecutor<Viewer>(options)(event, shape)
  const compiled = createEventCompiler<Viewer>(options)(event, shape)
  return {
    general: JSON.parse(general.toString()),
    compiled: compiled === undefined ? undefined : { data: JSON.parse(compiled) },
  }
}

const id = fc.constantFrom('ann', 'bob', 'mallory', 'nobody')
const item = fc.constantFrom('lamp', 'table', 'trap', 'nothing')
const event = fc.oneof(
  fc.tuple(fc.nat(), id, fc.integer({ min: -3, max: 9 }), item).map((args) => bid(...args)),
  fc.tuple(fc.nat(), fc.option(id), item).map((args) => ended(...args)),
)

it('equals the general way whatever is selected and whatever happens', async () => {
  let made = 0
  const choices = fc.array(fc.nat(1_000), { minLength: 30, maxLength: 120 })
  const given = fc.record({ id: fc.constant('lamp'), flag: fc.boolean() }, { requiredKeys: [] })
  const happens = async (tape: number[], events: AuctionEvent[], variables: Record<string, unknown>) => {
    const shape = shapeOf(documentFrom(tape, generation.schema, 'subscription'), variables)
    fc.pre(shape !== null)
    if (!shape) return
    for (const each of events) {
      const { general, compiled } = await bothWays(shape, each)
      if (compiled === undefined) continue
      made++
      expect(compiled).toEqual(general)
    }
  }
  const events = fc.array(event, { minLength: 1, maxLength: 5 })
  await fc.assert(fc.asyncProperty(choices, events, given, happens), { numRuns: 300 })
  // Or the comparison would be of nothing.
  expect(made).toBeGreaterThan(300)
}, 60_000)

it.each([
  '{ seq }',
  '{ __typename seq item { id title } }',
  '{ ... on BidPlaced { amount other: amount(in: "USD") bidder { id name bids } } }',
  '{ ...Event } fragment Event on AuctionEvent { seq ... on BidPlaced { bidder { ...Who } } } fragment Who on Person { name }',
  '{ item { ... on Item { title seller { ... on Named { name } id } } } }',
  '{ seq @skip(if: $flag) item @include(if: $flag) { title } }',
])('makes an event at once of %s', async (selection) => {
  const [first = '', ...fragments] = selection.split(/(?= fragment )/)
  const declared = selection.includes('$flag') ? '($flag: Boolean = true)' : ''
  const shape = shapeOf(`subscription ${declared} { auction(itemId: "lamp") ${first} } ${fragments.join('')}`)
  if (!shape) throw new Error('it is not valid')
  const { general, compiled } = await bothWays(shape, bid(1))
  expect(compiled).toEqual(general)
  expect(JSON.stringify(compiled)).not.toContain('null')
})

it.each([
  ['fails', 'auction(itemId: "lamp") { ... on BidPlaced { checkedAmount } }', bid(1, 'ann', -1)],
  [
    'is null where it may not be',
    'auction(itemId: "lamp") { ... on BidPlaced { bidder { fragile } } }',
    bid(1, 'mallory'),
  ],
  ['is one viewer’s', 'auction(itemId: "lamp") { ... on BidPlaced { bidder { nickname } } }', bid(1)],
  ['has the name of what objects have', 'auction(itemId: "lamp") { constructor: seq }', bid(1)],
])('leaves to the general way what %s', async (_, selection, happened) => {
  const shape = shapeOf(`subscription { ${selection} }`)
  if (!shape) throw new Error('it is not valid')
  expect((await bothWays(shape, happened)).compiled).toBeUndefined()
})
