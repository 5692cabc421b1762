import { createAssertions } from '@colloquy/platform/assertions'
import { startClock } from '@colloquy/platform/clock'
import { startHttpServer } from '@colloquy/platform/http-server'
import { createLogger } from '@colloquy/platform/logger'
import type { Logger } from '@colloquy/platform/logger'
import type { Service } from '@colloquy/platform/process'
import { connectRedis, redisTimeMs } from '@colloquy/platform/redis'
import { createRedisChannels } from '@colloquy/platform/redis-channels'
import { createSecurityLog } from '@colloquy/platform/security-log'
import { MAX_CLOCK_DIFFERENCE_MS } from '@colloquy/schema/event-log'
import { createCallers } from './admission/callers.ts'
import { createDoorkeeper } from './admission/doorkeeper.ts'
import type { Doorkeeper } from './admission/doorkeeper.ts'
import { createCharges } from './charges.ts'
import type { GatewayConfig } from './config.ts'
import { openGraph } from './graph.ts'
import { createAccessTokens } from './identity/access-tokens.ts'
import { createIdentify } from './identity/identify.ts'
import { createJwks } from './identity/jwks.ts'
import { createProgramTokens, createUseToken, eitherTokens } from './identity/program-tokens.ts'
import { createSessions } from './identity/sessions.ts'
import { createGatewayMetrics, serveMetrics } from './metrics.ts'
import { createRateLimiter } from './rate-limit.ts'
import { subgraphLives } from './ready.ts'

export interface Gateway extends Service {
  /** Where it listens, by loopback: without path. */
  url: string
  /** Where its metrics are, by loopback; null when they are not served. */
  metricsUrl: string | null
}

const PATH = '/graphql'

/**
 * Starts the gateway: `/graphql` by HTTP and WebSocket. Disposing it drains: no new connections, open sockets closed in waves
 * (1001), what is under way answered, all within the grace period.
 */
export async function startGateway(
  config: GatewayConfig,
  logger: Logger = createLogger('gateway', config.logLevel),
): Promise<Gateway> {
  await using stack = new AsyncDisposableStack()
  const { limits, routingUrls, shutdownGraceMs } = config
  const securityLog = createSecurityLog(logger)
  const metrics = createGatewayMetrics()
  const redis = stack.use(await connectRedis(config.redisUrl, logger))
  const channels = stack.use(createRedisChannels(stack.use(await connectRedis(config.redisUrl, logger)), logger))
  const readReferenceMs = () => redisTimeMs(redis)
  const clock = stack.use(await startClock({ readReferenceMs, maxDifferenceMs: MAX_CLOCK_DIFFERENCE_MS, logger }))

  const sessions = stack.use(createSessions({ redis, channels, logger }))
  const jwks = createJwks({ url: config.jwksUrl, logger })
  const headersFor = createAssertions({ issuer: 'gateway', privateKey: config.assertionKey })
  const accessTokens = eitherTokens(
    createAccessTokens({ jwks, issuer: config.accessTokenIssuer }),
    createProgramTokens(createUseToken(routingUrls.users, headersFor)),
  )
  const refusals = createRateLimiter({ perSecond: limits.refusedTokensPerSecond, burst: limits.refusedTokensBurst })
  const identify = createIdentify({ accessTokens, sessions, refusals, securityLog })

  const rateLimiter = createRateLimiter({ perSecond: limits.costPerSecond, burst: limits.costBurst })
  const charges = createCharges(rateLimiter, securityLog)
  const shared = { ...config, identify, securityLog, logger }
  const callers = createCallers({ ...shared, doorkeeper: (): Doorkeeper => doorkeeper })
  const observer = metrics.subscriptions
  const { federation, presence } = stack.use(
    await openGraph({ ...shared, redis, channels, clock, headersFor, callers, charges, observer }),
  )
  const doorkeeper = stack.use(createDoorkeeper({ ...shared, sessions, presence }))
  const server = await startHttpServer({
    ...shared,
    routes: { [PATH]: federation.handler },
    ready: {
      redis: redis.ready,
      clock: clock.ready,
      users: subgraphLives(routingUrls.users),
      chat: subgraphLives(routingUrls.chat),
    },
    graceMs: shutdownGraceMs,
  })
  federation.attachWebSocket(server.server, { path: PATH })
  stack.defer(async () => {
    await Promise.all([server[Symbol.asyncDispose](), federation.drain(shutdownGraceMs)])
  })

  const metricsServer = stack.use(await serveMetrics(metrics, { ...config, logger }))

  const running = stack.move()
  return {
    url: server.url,
    metricsUrl: metricsServer?.url ?? null,
    shutdownGraceMs,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}
