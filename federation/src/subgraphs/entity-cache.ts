import { LRUCache } from 'lru-cache'
import type { Logger } from '../plan/logger.ts'
import { cloneJson } from './clone-json.ts'
import type { AskSubgraph, SubgraphAnswer } from './subgraph.ts'

/** A type whose entities are kept. Only what is public may be: it goes to whoever is told of an event. */
export interface CachedType {
  /** Whose fields of it are kept. */
  subgraph: string
  /** How long an answer holds when nobody says that the entity has changed. */
  ttlMs: number
  /** How many entities. */
  max: number
}

/** Resolves with its teardown when changes of the entity are heard, and lead to {@link EntityCache.invalidate}. */
export type WatchEntity = (typename: string, id: string) => Promise<() => void>

/** What the subgraphs said of entities a moment ago, so that an event needs no request to name its sender. */
export interface EntityCache extends Disposable {
  /** Answers `_entities` from what is kept, and asks the subgraph for the others. */
  wrap: <Viewer>(subgraph: string, ask: AskSubgraph<Viewer>) => AskSubgraph<Viewer>
  /** What is kept of the answers of a subgraph to one question; null where it has no entities that are kept. */
  known: (subgraph: string, query: string, variables: Record<string, unknown>) => KnownEntities | null
  /** The entity has changed. */
  invalidate: (typename: string, id: string) => void
  /** Any entity may have changed. */
  clear: () => void
}

/**
 * What a subgraph has answered for a representation and is kept now; undefined where it would have to be asked. It is not to be
 * changed: others get the same.
 */
export type KnownEntities = (representation: object) => object | undefined

export interface EntityCacheOptions {
  types: Readonly<Record<string, CachedType>>
  /** Without it, answers hold for their time to live. */
  watchEntity?: WatchEntity
  logger: Logger
}

/** How many different questions about one entity are kept; past it they are all asked again. */
const MAX_ANSWERS = 50

interface Entity {
  /** An answer that was asked for before its changes were heard could be old already: it is used, but not kept. */
  heard: boolean
  ttlMs: number
  answers: Map<string, Answer>
  stop: (() => void) | null
}

interface Answer {
  part: Promise<Part>
  /** What it brought, once it has come. */
  entity: object | undefined
  expiresAt: number
}

/** What an answer holds of one entity; the paths of errors start below it. */
interface Part {
  entity: unknown
  errors: NonNullable<SubgraphAnswer['errors']>
}

/** Makes a cache of entities. Disposing it stops watching them. */
export function createEntityCache({ types, watchEntity, logger }: EntityCacheOptions): EntityCache {
  const stores = new Map(Object.entries(types).map(([typename, type]) => [typename, createStore(type)]))
  const sweep = setInterval(
    () => stores.forEach((store) => store.purgeStale()),
    Math.max(1_000, ...Object.values(types).map(({ ttlMs }) => ttlMs)),
  ).unref()

  return {
    wrap: (subgraph, ask) => async (request) => {
      const { representations, ...variables } = request.variables
      if (!Array.isArray(representations)) return ask(request)
      const question = questionOf(request.query, variables)
      const missing: unknown[] = []
      const { promise: answer, resolve } = Promise.withResolvers<SubgraphAnswer>()
      const parts = representations.map((representation: unknown) => {
        const entity = entityOf(subgraph, representation)
        const key = question + JSON.stringify(representation)
        const known = entity?.answers.get(key)
        if (known && known.expiresAt > Date.now()) return known.part
        const part = partOf(answer, missing.push(representation) - 1)
        if (entity?.heard) void keep(entity, key, part)
        return part
      })
      if (missing.length > 0) resolve(ask({ ...request, variables: { ...variables, representations: missing } }))
      return assemble(await Promise.all(parts))
    },
    known(subgraph, query, variables) {
      if (!Object.values(types).some((type) => type.subgraph === subgraph)) return null
      const question = questionOf(query, variables)
      return (representation) => {
        const { __typename: typename = '', id = '' } = keyOf(representation)
        const kept = types[typename]?.subgraph === subgraph ? stores.get(typename)?.get(id) : undefined
        const answer = kept?.answers.get(question + JSON.stringify(representation))
        return answer && answer.expiresAt > Date.now() ? answer.entity : undefined
      }
    },
    invalidate: (typename, id) => stores.get(typename)?.peek(id)?.answers.clear(),
    clear() {
      for (const store of stores.values()) store.forEach(({ answers }) => answers.clear())
    },
    [Symbol.dispose]() {
      clearInterval(sweep)
      for (const store of stores.values()) store.clear()
    },
  }

  /** The entity that a representation names, if its type is kept; watched from now on. */
  function entityOf(subgraph: string, representation: unknown): Entity | null {
    const { __typename: typename = '', id } = keyOf(representation)
    const type = types[typename]
    if (type?.subgraph !== subgraph || id === undefined) return null
    const store = stores.get(typename)
    const known = store?.get(id)
    if (known) return known
    const entity: Entity = { heard: !watchEntity, ttlMs: type.ttlMs, answers: new Map(), stop: null }
    store?.set(id, entity)
    void watch(typename, id, entity)
    return entity
  }

  async function watch(typename: string, id: string, entity: Entity): Promise<void> {
    if (!watchEntity) return
    const isKept = () => stores.get(typename)?.peek(id) === entity
    try {
      const stop = await watchEntity(typename, id)
      if (!isKept()) return stop()
      entity.stop = stop
      entity.heard = true
    } catch (error) {
      logger.warn({ err: error, typename, id }, 'changes of an entity cannot be heard, so it is not kept')
      if (isKept()) stores.get(typename)?.delete(id)
    }
  }
}

function createStore({ max, ttlMs }: CachedType) {
  return new LRUCache<string, Entity>({
    max,
    ttl: ttlMs,
    updateAgeOnGet: true,
    dispose: (entity) => entity.stop?.(),
  })
}

/** Keeps an answer that is under way as well, so that events of the same moment share it. Failures are not kept. */
async function keep({ answers, ttlMs }: Entity, key: string, part: Promise<Part>): Promise<void> {
  if (answers.size >= MAX_ANSWERS) answers.clear()
  const answer: Answer = { part, entity: undefined, expiresAt: Date.now() + ttlMs }
  answers.set(key, answer)
  answer.entity = await entityIn(part)
  if (!answer.entity && answers.get(key) === answer) answers.delete(key)
}

/** Undefined when there is none, or not all of it. */
async function entityIn(part: Promise<Part>): Promise<object | undefined> {
  try {
    const { entity, errors } = await part
    return typeof entity === 'object' && entity !== null && errors.length === 0 ? entity : undefined
  } catch {
    return undefined
  }
}

const questionOf = (query: string, variables: Record<string, unknown>) => query + JSON.stringify(variables)

async function partOf(answer: Promise<SubgraphAnswer>, index: number): Promise<Part> {
  const { data, errors = [] } = await answer
  const entities: unknown = data?._entities
  return {
    entity: Array.isArray(entities) ? entities[index] : null,
    errors: errors
      .filter(({ path }) => (path?.[0] === '_entities' ? path[1] : 0) === index)
      .map(({ message, extensions, path }) => ({ message, extensions, path: path?.slice(2) })),
  }
}

function assemble(parts: readonly Part[]): SubgraphAnswer {
  const errors = parts.flatMap((part, index) =>
    part.errors.map((error) => ({ ...error, ...(error.path && { path: ['_entities', index, ...error.path] }) })),
  )
  return { data: { _entities: parts.map(({ entity }) => cloneJson(entity)) }, ...(errors.length > 0 && { errors }) }
}

function keyOf(representation: unknown): { __typename?: string; id?: string } {
  if (typeof representation !== 'object' || representation === null) return {}
  const typename = '__typename' in representation ? representation.__typename : undefined
  const id = 'id' in representation ? representation.id : undefined
  return typeof typename === 'string' && typeof id === 'string' ? { __typename: typename, id } : {}
}
