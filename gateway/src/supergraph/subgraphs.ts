import type { Identity } from '@colloquy/platform/identity'
import type { MountedSubgraph } from '@colloquy/platform/mounted-subgraph'
import type { EventSource } from '../subscriptions/event-source.ts'
import { createMountedSource } from '../subscriptions/mounted-source.ts'
import type { Generation } from './generation.ts'
import { createHttpSubgraph } from './http-subgraph.ts'
import type { HttpSubgraph } from './http-subgraph.ts'
import { askMounted } from './mounted-subgraph.ts'
import type { AskSubgraph } from './subgraph.ts'
import { withUniqueRepresentations } from './unique-representations.ts'

/** How to reach the subgraphs: those in this process, and the others by their URLs. */
export interface Subgraphs extends AsyncDisposable {
  mount: (subgraph: MountedSubgraph) => void
  ask: (name: string, shared: boolean) => AskSubgraph | undefined
  source: (name: string) => EventSource | undefined
}

export interface SubgraphsOptions {
  routingUrls: Record<string, string>
  headersFor: (identity: Identity) => Record<string, string>
}

interface Reached extends AsyncDisposable {
  ask: AskSubgraph
  source: EventSource | undefined
}

/** Makes the directory of subgraphs; connections are opened at first use and kept. */
export function createSubgraphs({ routingUrls, headersFor }: SubgraphsOptions, current: () => Generation): Subgraphs {
  const mounted = new Map<string, Reached>()
  const remote = new Map<string, Reached>()

  const reach = (name: string): Reached | undefined => {
    const local = mounted.get(name)
    if (local) return local
    const url = routingUrls[name] ?? current().subgraphUrls.get(name)
    if (url === undefined) return undefined
    const key = `${name} ${url}`
    const known = remote.get(key)
    if (known) return known
    const opened = connect(name, url, headersFor)
    remote.set(key, opened)
    return opened
  }

  return {
    mount(subgraph) {
      const ask = withUniqueRepresentations(askMounted(subgraph))
      mounted.set(subgraph.name, {
        ask,
        source: createMountedSource(subgraph),
        [Symbol.asyncDispose]: async () => {},
      })
    },
    ask: (name) => reach(name)?.ask,
    source: (name) => reach(name)?.source,
    async [Symbol.asyncDispose]() {
      await Promise.all([...remote.values()].map((each) => each[Symbol.asyncDispose]()))
    },
  }
}

function connect(name: string, url: string, headersFor: SubgraphsOptions['headersFor']): Reached {
  const http: HttpSubgraph = createHttpSubgraph({ name, url, headersFor })
  return {
    ask: withUniqueRepresentations(http.ask),
    source: undefined,
    [Symbol.asyncDispose]: () => http[Symbol.asyncDispose](),
  }
}
