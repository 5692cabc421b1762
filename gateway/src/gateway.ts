import { readFile } from 'node:fs/promises'
import { startHttpServer } from '@colloquy/platform/http-server'
import { createLogger } from '@colloquy/platform/logger'
import { connectRedis } from '@colloquy/platform/redis'
import { createRedisChannels } from '@colloquy/platform/redis-channels'
import { createRealtime } from '@colloquy/realtime/realtime'
import type { GatewayConfig } from './config.ts'
import { createAccessTokens } from './identity/access-tokens.ts'
import { createAssertions } from './identity/assertions.ts'
import { createIdentify, scopesOf, viewerKey } from './identity/identify.ts'
import { createJwks } from './identity/jwks.ts'
import { createSessions } from './identity/sessions.ts'
import { createMaskErrors } from './operations/mask-errors.ts'
import { createOperations } from './operations/operations.ts'
import { createRateLimiter } from './rate-limit.ts'
import { subgraphLives } from './ready.ts'
import { createFederation } from './supergraph/federation.ts'
import type { Federation } from './supergraph/federation.ts'
import { watchSupergraphFile } from './supergraph-file.ts'
import { CACHED_USERS, watchUsers } from './user-changes.ts'
import { createDoorkeeper } from './transports/admission.ts'
import { createGraphqlSockets } from './transports/graphql-socket.ts'
import { createHttpTransport } from './transports/http.ts'
import { createWebSocketTransport } from './transports/websocket.ts'

export interface Gateway extends AsyncDisposable {
  /** Where it listens, by loopback: without path. */
  url: string
}

const PATH = '/graphql'

/**
 * Starts the gateway: `/graphql` by HTTP and WebSocket. Disposing it drains: no new connections, open sockets closed in waves
 * (1001), requests under way finished, all within the grace period.
 */
export async function startGateway(config: GatewayConfig): Promise<Gateway> {
  await using stack = new AsyncDisposableStack()
  const { limits, routingUrls, trustedProxyHops, allowedOrigins } = config
  const logger = createLogger('gateway', config.logLevel)
  const supergraphSdl = await readFile(config.supergraphPath, 'utf8')

  const redis = stack.use(await connectRedis(config.redisUrl, logger))
  const channels = stack.use(createRedisChannels(stack.use(await connectRedis(config.redisUrl, logger)), logger))

  const jwks = createJwks({ url: config.jwksUrl, logger })
  const accessTokens = createAccessTokens({ jwks, issuer: config.accessTokenIssuer })
  const sessions = stack.use(createSessions({ redis, channels, logger }))
  const identify = createIdentify(accessTokens, sessions)
  const headersFor = createAssertions(config.identitySecret)
  const maskErrors = createMaskErrors(logger)

  const federation: Federation = createFederation({
    supergraphSdl,
    routingUrls,
    headersFor,
    sharedIdentity: { kind: 'service', name: 'gateway' },
    scopesOf,
    viewerKey,
    cachedEntities: CACHED_USERS,
    watchEntity: watchUsers(channels, (userId) => federation.invalidateEntity('User', userId)),
    formatError: maskErrors,
    logger,
  })
  const realtime = stack.use(
    await createRealtime({ redis, channels, chatUrl: routingUrls.chat, headersFor, hub: federation.hub, logger }),
  )
  federation.mount(realtime)
  // Its subscriptions end before what feeds them.
  stack.use(federation)
  stack.defer(channels.onGap(federation.clearEntities))
  stack.use(
    watchSupergraphFile({ path: config.supergraphPath, current: supergraphSdl, replace: federation.replace, logger }),
  )

  const operations = createOperations({ schema: () => federation.schema, limits })
  const rateLimiter = createRateLimiter({ perSecond: limits.operationsPerSecond, burst: limits.operationsBurst })
  const http = stack.use(
    await createHttpTransport({
      ...config,
      gatewayInterface: federation.gatewayInterface,
      operations,
      identify,
      rateLimiter,
      logger,
    }),
  )
  const doorkeeper = stack.use(
    createDoorkeeper({
      identify,
      sessions,
      presence: realtime.presence,
      maxSocketsPerUser: limits.socketsPerUser,
      logger,
    }),
  )
  const server = await startHttpServer({
    host: config.host,
    port: config.port,
    logger,
    routes: { [PATH]: http.handle },
    ready: { redis: redis.ready, users: subgraphLives(routingUrls.users), chat: subgraphLives(routingUrls.chat) },
    graceMs: config.shutdownGraceMs,
  })
  const sockets = createWebSocketTransport({
    server: server.server,
    path: PATH,
    allowedOrigins,
    trustedProxyHops,
    limits,
    logger,
    opened: createGraphqlSockets({ federation, operations, doorkeeper, rateLimiter, maskErrors, limits, logger }),
  })
  stack.defer(async () => {
    await Promise.all([server[Symbol.asyncDispose](), sockets.drain(config.shutdownGraceMs)])
  })

  const running = stack.move()
  return { url: server.url, [Symbol.asyncDispose]: () => running.disposeAsync() }
}
