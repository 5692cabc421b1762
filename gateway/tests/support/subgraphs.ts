import { generateKeyPairSync } from 'node:crypto'
import { createAssertionVerifier } from '@colloquy/platform/assertions'
import { startHttpServer, sendJson } from '@colloquy/platform/http-server'
import type { Handler, HttpServer } from '@colloquy/platform/http-server'
import type { Identity } from '@colloquy/platform/identity'
import { createLogger } from '@colloquy/platform/logger'
import type { PublicFields } from '@colloquy/platform/public-fields'
import { createSubgraph, readJson, requireIdentity } from '@colloquy/platform/subgraph-server'
import { createKeyPair } from '@colloquy/platform/testing/key-pair'
import type { durableEvent } from '@colloquy/schema/events/durable-event'
import { accessTokenRoute, hashAccessToken } from '@colloquy/schema/access-tokens'
import { eventsAtRoute, eventsRoute, headsRoute, membershipsRoute, missedPlacesRoute } from '@colloquy/schema/event-log'
import { readSubgraphSdl } from '@colloquy/schema/subgraph-sdl'
import type { z } from 'zod'

/** What a test's gateway signs with, and its subgraphs trust. */
export const assertionKeys = createKeyPair()
const verifierOf = (audience: string) =>
  createAssertionVerifier({ audience, trusted: { gateway: [assertionKeys.publicKey] } })

const logger = createLogger('test', 'silent')
const sdlOf = (name: string) => readSubgraphSdl(new URL(`../../../subgraphs/${name}/src/`, import.meta.url))

type Resolvers = Parameters<typeof createSubgraph<{ identity: Identity }>>[0]['resolvers']

/** A subgraph of the real schema with answers of the test's own. */
export interface FixtureSubgraph extends HttpServer {
  /** On whose behalf it has been asked, in order. */
  askedBy: Identity[]
  /** How many of its requests were given up by who had asked. */
  abandoned: () => number
}

async function startSubgraph(
  name: string,
  publicFields: PublicFields,
  resolvers: Resolvers,
  routes: Record<string, Handler> = {},
): Promise<FixtureSubgraph> {
  const askedBy: Identity[] = []
  let abandoned = 0
  const subgraph = await createSubgraph({
    typeDefs: await sdlOf(name),
    resolvers,
    publicFields,
    createContext(identity, signal) {
      askedBy.push(identity)
      signal.addEventListener('abort', () => void abandoned++)
      return { identity }
    },
    verifyAssertion: verifierOf(name),
    logger,
  })
  const server = await startHttpServer({
    host: '127.0.0.1',
    port: 0,
    logger,
    routes: { '/graphql': subgraph.handle, ...routes },
    ready: {},
    graceMs: 0,
  })
  return Object.assign(server, { askedBy, abandoned: () => abandoned })
}

/** The users subgraph: anybody exists, under their own id; and the keys of access tokens. */
export async function startUsers() {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const jwk = { ...keys.publicKey.export({ format: 'jwk' }), kid: 'current', alg: 'ES256', use: 'sig' }
  const profiles = { lookups: 0 }
  const programTokens = new Map<string, z.output<typeof accessTokenRoute.response>['token']>()
  let slow = Promise.withResolvers<void>()
  const user = (id: string) => ({ id, username: id, name: `name of ${id}`, createdAt: new Date().toISOString() })
  const server = await startSubgraph(
    'users',
    { User: ['id', 'username', 'name', 'createdAt'] },
    {
      Query: {
        me: (_: unknown, __: unknown, { identity }) => (identity.kind === 'user' ? user(identity.userId) : null),
        user: (_: unknown, { id }: { id: string }) => user(id),
        searchUsers() {
          throw new Error('the secret of the inside')
        },
      },
      Mutation: {
        // Under the name "slow" it waits until the test lets go.
        async updateProfile(_: unknown, { input }: { input: { name?: string } }, { identity }) {
          if (input.name === 'slow') await slow.promise
          return identity.kind === 'user' ? user(identity.userId) : null
        },
        signOut: () => true,
      },
      User: {
        __resolveReference({ id }: { id: string }) {
          profiles.lookups++
          return user(id)
        },
      },
    },
    {
      '/.well-known/jwks.json': (_, response) => sendJson(response, 200, { keys: [jwk] }),
      [accessTokenRoute.path]: requireIdentity(verifierOf('users'), async (_, request, response) => {
        const { hash } = accessTokenRoute.request.parse(await readJson(request, response))
        sendJson(response, 200, { token: programTokens.get(hash) ?? null })
      }),
    },
  )
  return Object.assign(server, {
    privateKey: keys.privateKey,
    profiles,
    /** Gives a program a token. */
    addProgramToken(
      secret: string,
      token: { id: string; userId: string; scopes: string[]; expiresAtMs: number | null },
    ) {
      programTokens.set(hashAccessToken(secret), token)
    },
    letGo() {
      slow.resolve()
      slow = Promise.withResolvers()
    },
  })
}

/** Seq of the last event of every conversation before the test says anything in it. */
const FIRST_SEQ = 1

/** An event as some version of chat writes it. */
type Written = z.input<typeof durableEvent>

/** The chat subgraph: everybody is a member of every conversation; its log holds what the test puts there. */
export async function startChat() {
  const logs = new Map<string, Written[]>()
  /** From when on it was asked what somebody has missed, in order. */
  const missedSince: number[] = []
  const logOf = (conversationId: string) => logs.get(conversationId) ?? []
  const head = (conversationId: string) => logOf(conversationId).at(-1)?.seq ?? FIRST_SEQ
  const answer = <Request extends z.ZodType>(
    route: { path: string; request: Request },
    respond: (request: z.output<Request>) => object,
  ): Record<string, Handler> => ({
    [route.path]: requireIdentity(verifierOf('chat'), async (_, request, response) => {
      const body = await readJson(request, response)
      if (body !== undefined) sendJson(response, 200, respond(route.request.parse(body)))
    }),
  })
  const server = await startSubgraph(
    'chat',
    { Conversation: ['id', 'kind'] },
    { Query: { conversation: (_: unknown, { id }: { id: string }) => ({ id, kind: 'GROUP' }) } },
    {
      ...answer(membershipsRoute, ({ conversationId: id }) => ({
        memberships: id === undefined ? [] : [{ conversationId: id, joinedSeq: FIRST_SEQ, headSeq: head(id) }],
      })),
      ...answer(headsRoute, ({ conversationIds }) => ({
        heads: conversationIds.map((conversationId) => ({ conversationId, headSeq: head(conversationId) })),
      })),
      ...answer(eventsRoute, ({ conversationId, afterSeq, upToSeq = Infinity }) => ({
        events: logOf(conversationId).filter(({ seq }) => seq > afterSeq && seq <= upToSeq),
        headSeq: head(conversationId),
      })),
      ...answer(eventsAtRoute, ({ places }) => ({
        events: places.flatMap(({ conversationId, seq }) => logOf(conversationId).filter((event) => event.seq === seq)),
      })),
      ...answer(missedPlacesRoute, ({ sinceMs }) => {
        missedSince.push(sinceMs)
        return { expired: false, places: [] }
      }),
    },
  )
  const append = (event: Written) => {
    logs.set(event.conversationId, [...logOf(event.conversationId), event])
  }
  return Object.assign(server, { append, head, missedSince })
}
