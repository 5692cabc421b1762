import type { Generation } from '../plan/generation.ts'
import type { Variables } from '../plan/variables.ts'
import type { EntityCache, KnownEntities } from './entity-cache.ts'
import type { EventSource } from './event-source.ts'
import { createHttpSubgraph } from './http-subgraph.ts'
import { askMounted } from './mounted-subgraph.ts'
import type { MountedSubgraph } from './mounted.ts'
import { createMountedSource } from './mounted-source.ts'
import { createRemoteSource } from './remote-source.ts'
import type { AskSubgraph } from './subgraph.ts'
import { withUniqueRepresentations } from './unique-representations.ts'

/** A subgraph as it is reached: in this process, or over the network. */
export interface Subgraph<Viewer> {
  /** For one viewer. */
  ask: AskSubgraph<Viewer>
  /** For many viewers at once, whoever asks: as the shared viewer, and from the entity cache where it knows. */
  askShared: AskSubgraph<Viewer>
  /** What {@link Subgraph.askShared} knows without asking: see {@link EntityCache.known}. */
  known: (query: string, variables: Variables) => KnownEntities | null
  events: EventSource<Viewer>
}

/** How to reach the subgraphs of a supergraph. */
export interface Subgraphs<Viewer> extends AsyncDisposable {
  mount: (subgraph: MountedSubgraph<Viewer>) => void
  /** Undefined when the generation has no such subgraph. */
  find: (generation: Generation, name: string) => Subgraph<Viewer> | undefined
  /** Closes the connections that a generation has no use for. */
  keepFor: (generation: Generation) => Promise<void>
}

export interface SubgraphsOptions<Viewer> {
  /** By name; overrides what the supergraph says. */
  routingUrls: Readonly<Record<string, string>>
  headersFor: (viewer: Viewer, subgraph: string) => Record<string, string>
  /** As whom subgraphs are asked for many viewers at once, so that no cached answer is of one viewer. */
  sharedViewer: Viewer
  entityCache: EntityCache
  /** How long a subgraph may take for an answer. */
  timeoutMs: number
}

/** An event that many wait for is delivered without the part of a subgraph that stays away longer: others queue behind it. */
const ASK_AGAIN_FOR_EVENTS_MS = 2_000

type Connected<Viewer> = Subgraph<Viewer> & AsyncDisposable

/** Makes the directory of subgraphs. Connections are opened at their first use and kept. */
export function createSubgraphs<Viewer>(options: SubgraphsOptions<Viewer>): Subgraphs<Viewer> {
  const { routingUrls, headersFor, sharedViewer, entityCache, timeoutMs } = options
  const mounted = new Map<string, Subgraph<Viewer>>()
  const connected = new Map<string, Connected<Viewer>>()

  const addressOf = (generation: Generation, name: string) => {
    const url = generation.subgraphUrls.get(name)
    return url === undefined ? undefined : (routingUrls[name] ?? url)
  }
  const connect = (name: string, url: string): Connected<Viewer> => {
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
  const asking = (name: string, ask: AskSubgraph<Viewer>) => ({
    known: (query: string, variables: Variables) => entityCache.known(name, query, variables),
    ask: withUniqueRepresentations(ask),
    askShared: withUniqueRepresentations(
      entityCache.wrap(name, (request) =>
        ask({ ...request, viewer: sharedViewer, askAgainForMs: ASK_AGAIN_FOR_EVENTS_MS }),
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
