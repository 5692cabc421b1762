import type { GraphQLError } from 'graphql'
import { createFederation } from '../src/index.ts'
import type { Federation, FederationOptions, Logger } from '../src/index.ts'
import { createAuctions } from './auctions.ts'
import type { Auctions } from './auctions.ts'
import { compose, subgraphSdls } from './compose.ts'
import { buildItems } from './items.ts'
import { buildPeople } from './people.ts'
import { serveSubgraph } from './subgraph-server.ts'
import type { SubgraphServer } from './subgraph-server.ts'
import { anonymous, nameOf } from './viewers.ts'
import type { Viewer } from './viewers.ts'

export interface System extends AsyncDisposable {
  federation: Federation<Viewer>
  people: SubgraphServer
  items: SubgraphServer
  auctions: Auctions
}

const quiet = () => undefined
const silent: Logger = { debug: quiet, info: quiet, warn: quiet, error: quiet }

/** Real subgraphs over HTTP, one mounted, and a federation of them. */
export async function startSystem(overrides: Partial<FederationOptions<Viewer>> = {}): Promise<System> {
  await using stack = new AsyncDisposableStack()
  const people = stack.use(await serveSubgraph(buildPeople()))
  const items = stack.use(await serveSubgraph(buildItems()))
  const federation = stack.use(
    createFederation<Viewer>({
      supergraph: compose(subgraphSdls),
      viewerOf: () => anonymous,
      routingUrls: { people: people.url, items: items.url, ...overrides.routingUrls },
      headersFor: (viewer) => ({ 'x-asker': nameOf(viewer) }),
      sharedViewer: { kind: 'service' },
      scopesOf: (viewer) => (viewer.kind === 'user' ? new Set(viewer.scopes) : null),
      logger: silent,
      ...overrides,
    }),
  )
  const auctions = createAuctions(federation.hub)
  federation.mount(auctions)
  const resources = stack.move()
  return { federation, people, items, auctions, [Symbol.asyncDispose]: () => resources.disposeAsync() }
}

/** Runs a query or mutation; the result as a client would see it. */
export async function run(
  system: { federation: Federation<Viewer> },
  text: string,
  { variables = {}, viewer = anonymous }: { variables?: Record<string, unknown>; viewer?: Viewer } = {},
): Promise<unknown> {
  const result = await system.federation.execute({ query: text, variables, viewer })
  return JSON.parse(JSON.stringify(result))
}

export interface Subscriber {
  results: { data?: unknown; errors?: unknown[] }[]
  payloads: Buffer[]
  ended: Promise<'complete' | readonly GraphQLError[]>
  close: () => void
  /** Resolves when at least so many results are there. */
  until: (count: number) => Promise<void>
}

const PATIENCE_MS = 5_000

/** Starts a subscription and keeps what it gets. */
export async function subscribe(
  system: { federation: Federation<Viewer> },
  text: string,
  options: { variables?: Record<string, unknown>; viewer?: Viewer; signal?: AbortSignal } = {},
): Promise<Subscriber> {
  const { variables = {}, viewer = anonymous, signal } = options
  const payloads: Buffer[] = []
  const waiting = new Set<() => void>()
  const { promise: ended, resolve: end } = Promise.withResolvers<'complete' | readonly GraphQLError[]>()
  const close = await system.federation.subscribe(
    { query: text, variables, viewer, signal },
    {
      next(payload) {
        payloads.push(payload)
        for (const check of waiting) check()
      },
      error: end,
      complete: () => end('complete'),
    },
  )
  return {
    get results() {
      return payloads.map((payload) => JSON.parse(payload.toString('utf8')))
    },
    payloads,
    ended,
    close,
    until: (count) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`only ${payloads.length} of ${count} came`)), PATIENCE_MS)
        const check = () => {
          if (payloads.length < count) return
          clearTimeout(timer)
          waiting.delete(check)
          resolve()
        }
        waiting.add(check)
        check()
      }),
  }
}

/** Waits for something that is bound to become so. */
export async function eventually(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('it did not become so in time')
    await new Promise((resolve) => setImmediate(resolve))
  }
}
