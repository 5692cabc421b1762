import { composeServices } from '@apollo/composition'
import type { Identity } from '@colloquy/platform/identity'
import { createLogger } from '@colloquy/platform/logger'
import { parse } from 'graphql'
import type { GraphQLError } from 'graphql'
import { createFederation } from '../../src/supergraph/federation.ts'
import type { Federation, FederationOptions } from '../../src/supergraph/federation.ts'
import { validateOperation } from '../../src/supergraph/validate-operation.ts'
import { auctionsSdl, createAuctions } from './auctions.ts'
import type { Auctions } from './auctions.ts'
import { buildItems, itemsSdl } from './items.ts'
import { buildPeople, peopleSdl } from './people.ts'
import { serveSubgraph } from './subgraph-server.ts'
import type { SubgraphServer } from './subgraph-server.ts'

export interface System extends AsyncDisposable {
  federation: Federation
  people: SubgraphServer
  items: SubgraphServer
  auctions: Auctions
}

/** A supergraph of subgraphs, by name and SDL. */
export function compose(subgraphs: Record<string, string>): string {
  const { supergraphSdl, errors } = composeServices(
    Object.entries(subgraphs).map(([name, sdl]) => ({ name, url: `http://${name}.test`, typeDefs: parse(sdl) })),
  )
  if (errors) throw new AggregateError(errors, errors.map(({ message }) => message).join('\n'))
  return supergraphSdl
}

export const subgraphSdls = { people: peopleSdl, items: itemsSdl, auctions: auctionsSdl }

/** Real subgraphs over HTTP, one mounted, and a federation of them. */
export async function startSystem(overrides: Partial<FederationOptions> = {}): Promise<System> {
  await using stack = new AsyncDisposableStack()
  const people = stack.use(await serveSubgraph(buildPeople()))
  const items = stack.use(await serveSubgraph(buildItems()))
  const federation = stack.use(
    createFederation({
      supergraphSdl: compose(subgraphSdls),
      routingUrls: { people: people.url, items: items.url, ...overrides.routingUrls },
      headersFor: (identity) => ({ 'x-asker': nameOf(identity) }),
      sharedIdentity: { kind: 'service', name: 'gateway' },
      scopesOf: (identity) => (identity.kind === 'user' ? new Set(identity.scopes) : null),
      logger: createLogger('test', 'silent'),
      ...overrides,
    }),
  )
  const auctions = createAuctions(federation.hub)
  federation.mount(auctions)
  const resources = stack.move()
  return { federation, people, items, auctions, [Symbol.asyncDispose]: () => resources.disposeAsync() }
}

const nameOf = (identity: Identity) => (identity.kind === 'user' ? identity.userId : identity.kind)

export const user = (userId: string, ...scopes: string[]): Identity => ({
  kind: 'user',
  userId,
  sessionId: `session of ${userId}`,
  scopes,
  ip: '127.0.0.1',
})
export const anonymous: Identity = { kind: 'anonymous', ip: '127.0.0.1' }

/** A valid document. */
export function gql({ federation }: { federation: Federation }, text: string) {
  const document = parse(text)
  const errors = validateOperation(federation.schema, document)
  if (errors.length > 0) throw new AggregateError(errors, errors.map(({ message }) => message).join('\n'))
  return document
}

/** Runs a query or mutation; the result as a client would see it. */
export async function run(
  system: { federation: Federation },
  text: string,
  { variables = {}, identity = anonymous }: { variables?: Record<string, unknown>; identity?: Identity } = {},
): Promise<unknown> {
  const result = await system.federation.execute({ document: gql(system, text), variables, identity })
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
  system: { federation: Federation },
  text: string,
  options: { variables?: Record<string, unknown>; identity?: Identity; signal?: AbortSignal } = {},
): Promise<Subscriber> {
  const { variables = {}, identity = anonymous, signal } = options
  const payloads: Buffer[] = []
  const waiting = new Set<() => void>()
  const { promise: ended, resolve: end } = Promise.withResolvers<'complete' | readonly GraphQLError[]>()
  const close = await system.federation.subscribe(
    { document: gql(system, text), variables, identity, signal },
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
