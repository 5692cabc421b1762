import type { Identity } from '@colloquy/platform/identity'
import type { MountedSubgraph } from '@colloquy/platform/mounted-subgraph'
import type { EntityCache } from '../subscriptions/entity-cache.ts'
import type { EventSource } from '../subscriptions/event-source.ts'
import { createMountedSource } from '../subscriptions/mounted-source.ts'
import { createRemoteSource } from '../subscriptions/remote-source.ts'
import type { Generation } from './generation.ts'
import { createHttpSubgraph } from './http-subgraph.ts'
import { askMounted } from './mounted-subgraph.ts'
import type { AskSubgraph } from './subgraph.ts'
import { withUniqueRepresentations } from './unique-representations.ts'

/** A subgraph as it is reached: in this process, or over the network. */
export interface Subgraph {
  /** For one viewer. */
  ask: AskSubgraph
  /** For many viewers at once, whoever asks: under the shared identity, and from the entity cache where it knows. */
  askShared: AskSubgraph
  events: EventSource
}

/** How to reach the subgraphs of a supergraph. */
export interface Subgraphs extends AsyncDisposable {
  mount: (subgraph: MountedSubgraph) => void
  /** Undefined when the generation has no such subgraph. */
  find: (generation: Generation, name: string) => Subgraph | undefined
  /** Closes the connections that a generation has no use for. */
  keepFor: (generation: Generation) => Promise<void>
}

export interface SubgraphsOptions {
  /** By name; overrides what the supergraph says. */
  routingUrls: Readonly<Record<string, string>>
  headersFor: (identity: Identity, subgraph: string) => Record<string, string>
  /** Under whose name subgraphs are asked for many viewers at once, so that no cached answer is of one viewer. */
  sharedIdentity: Identity
  entityCache: EntityCache
  /** How long a subgraph may take for an answer. Default: 10 s. */
  timeoutMs?: number
}

/** An event that many wait for is delivered without the part of a subgraph that stays away longer: others queue behind it. */
const ASK_AGAIN_FOR_EVENTS_MS = 2_000

type Connected = Subgraph & AsyncDisposable

/** Makes the directory of subgraphs. Connections are opened at their first use and kept. */
export function createSubgraphs(options: SubgraphsOptions): Subgraphs {
  const { routingUrls, headersFor, sharedIdentity, entityCache, timeoutMs } = options
  const mounted = new Map<string, Subgraph>()
  const connected = new Map<string, Connected>()

  const addressOf = (generation: Generation, name: string) => {
    const url = generation.subgraphUrls.get(name)
    return url === undefined ? undefined : (routingUrls[name] ?? url)
  }
  const connect = (name: string, url: string): Connected => {
    const http = createHttpSubgraph({ name, url, headersFor, timeoutMs })
    const events = createRemoteSource({ name, url: url.replace(/^http/, 'ws'), headersFor })
    return {
      ...asking(name, http.ask),
      events,
      async [Symbol.asyncDispose]() {
        await Promise.all([http[Symbol.asyncDispose](), events[Symbol.asyncDispose]()])
      },
    }
  }
  const asking = (name: string, ask: AskSubgraph) => ({
    ask: withUniqueRepresentations(ask),
    askShared: withUniqueRepresentations(
      entityCache.wrap(name, (request) =>
        ask({ ...request, identity: sharedIdentity, askAgainForMs: ASK_AGAIN_FOR_EVENTS_MS }),
      ),
    ),
  })
  const close = async (addresses: readonly string[]) => {
    await Promise.all(
      addresses.map(async (address) => {
        const subgraph = connected.get(address)
        connected.delete(address)
        await subgraph?.[Symbol.asyncDispose]()
      }),
    )
  }

  return {
    mount(subgraph) {
      mounted.set(subgraph.name, {
        ...asking(subgraph.name, askMounted(subgraph)),
        events: createMountedSource(subgraph),
      })
    },
    find(generation, name) {
      const url = addressOf(generation, name)
      if (url === undefined) return undefined
      const here = mounted.get(name) ?? connected.get(`${name} ${url}`)
      if (here) return here
      const subgraph = connect(name, url)
      connected.set(`${name} ${url}`, subgraph)
      return subgraph
    },
    async keepFor(generation) {
      const wanted = new Set(
        [...generation.subgraphUrls.keys()].map((name) => `${name} ${addressOf(generation, name)}`),
      )
      await close([...connected.keys()].filter((address) => !wanted.has(address)))
    },
    [Symbol.asyncDispose]: () => close([...connected.keys()]),
  }
}
