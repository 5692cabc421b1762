import type { KeyObject } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { flag, list, port, readEnv, secret, serviceEnv, urlOf, whole } from '@colloquy/platform/config'
import type { Env } from '@colloquy/platform/config'
import { privateKeyPem } from '@colloquy/platform/signing-keys'
import { z } from 'zod'
import { defaultLimits } from './limits.ts'
import type { Limits } from './limits.ts'
import type { TrustedDocumentFiles } from './trusted-documents.ts'

export interface GatewayConfig {
  host: string
  /** 0 lets the system choose. */
  port: number
  /** Where metrics are served, apart from what is public; they are not without it. 0 lets the system choose. */
  metricsPort?: number
  logLevel: string
  shutdownGraceMs: number
  redisUrl: string
  /** Watched: a new supergraph in it takes over without a restart. */
  supergraphPath: string
  /** The subgraphs' /graphql by name; they go before the URLs that the supergraph file has. */
  routingUrls: { users: string; chat: string }
  jwksUrl: string
  accessTokenIssuer: string
  /** Signs what the gateway says to subgraphs of who asks. */
  assertionKey: KeyObject
  /** Origins of pages that may call the gateway from a browser. */
  allowedOrigins: string[]
  /** How many proxies in front append to X-Forwarded-For; 0: the peer is the client. */
  trustedProxyHops: number
  /** Shared with the web's server, which signs with it whose requests it passes on; without it none are taken from it. */
  webClientSecret?: string
  /** Documents that are known beforehand; none without it. */
  trustedDocuments?: TrustedDocumentFiles
  /** Where a person who opens /graphql in a browser is pointed to. */
  playgroundUrl?: string
  limits: Limits
}

const gatewayEnv = serviceEnv
  .extend({
    PORT: port().default(4000),
    METRICS_PORT: port().optional(),
    REDIS_URL: urlOf('redis', 'rediss'),
    SUPERGRAPH_PATH: z.string().default(fileURLToPath(new URL('../../schema/supergraph.graphql', import.meta.url))),
    USERS_URL: urlOf('http', 'https'),
    CHAT_URL: urlOf('http', 'https'),
    JWKS_URL: urlOf('http', 'https'),
    ACCESS_TOKEN_ISSUER: z.string().default('colloquy'),
    GATEWAY_PRIVATE_KEY: privateKeyPem(),
    ALLOWED_ORIGINS: list().default([]),
    TRUSTED_PROXY_HOPS: whole().default(0),
    WEB_CLIENT_SECRET: secret().optional(),
    PLAYGROUND_URL: urlOf('http', 'https').optional(),
    TRUSTED_DOCUMENTS: list().default([]),
    TRUSTED_DOCUMENTS_ONLY: flag().default(false),
    OPERATION_TIMEOUT_MS: whole(1).default(defaultLimits.operationTimeoutMs),
    OPERATION_COST: whole(1).default(defaultLimits.operationCost),
    COST_PER_SECOND: whole(1).default(defaultLimits.costPerSecond),
    COST_BURST: whole(1).default(defaultLimits.costBurst),
    REFUSED_TOKENS_PER_SECOND: whole(1).default(defaultLimits.refusedTokensPerSecond),
    REFUSED_TOKENS_BURST: whole(1).default(defaultLimits.refusedTokensBurst),
    REQUESTS_PER_ADDRESS: whole(1).default(defaultLimits.requestsPerAddress),
    SOCKETS_PER_USER: whole(1).default(defaultLimits.socketsPerUser),
    SOCKETS_PER_ADDRESS: whole(1).default(defaultLimits.socketsPerAddress),
    ANONYMOUS_SOCKETS_PER_ADDRESS: whole(1).default(defaultLimits.anonymousSocketsPerAddress),
    SOCKET_MESSAGES_PER_MINUTE: whole(1).default(defaultLimits.socketMessagesPerMinute),
    SOCKET_BUFFER_BYTES: whole(1).default(defaultLimits.socketBufferBytes),
  })
  .refine(({ OPERATION_COST, COST_BURST }) => OPERATION_COST <= COST_BURST, {
    path: ['COST_BURST'],
    message: 'is less than OPERATION_COST, so that no operation of that cost could ever run',
  })
  .refine(({ TRUSTED_DOCUMENTS, TRUSTED_DOCUMENTS_ONLY }) => !TRUSTED_DOCUMENTS_ONLY || TRUSTED_DOCUMENTS.length > 0, {
    path: ['TRUSTED_DOCUMENTS_ONLY'],
    message: 'needs TRUSTED_DOCUMENTS, or nothing could run',
  })

/** @throws ConfigError naming every variable that is missing or wrong */
export function readGatewayConfig(env: Env): GatewayConfig {
  const given = readEnv(gatewayEnv, env)
  return {
    host: given.HOST,
    port: given.PORT,
    metricsPort: given.METRICS_PORT,
    logLevel: given.LOG_LEVEL,
    shutdownGraceMs: given.SHUTDOWN_GRACE_MS,
    redisUrl: given.REDIS_URL,
    supergraphPath: given.SUPERGRAPH_PATH,
    routingUrls: { users: given.USERS_URL, chat: given.CHAT_URL },
    jwksUrl: given.JWKS_URL,
    accessTokenIssuer: given.ACCESS_TOKEN_ISSUER,
    assertionKey: given.GATEWAY_PRIVATE_KEY,
    allowedOrigins: given.ALLOWED_ORIGINS,
    trustedProxyHops: given.TRUSTED_PROXY_HOPS,
    webClientSecret: given.WEB_CLIENT_SECRET,
    trustedDocuments: { paths: given.TRUSTED_DOCUMENTS, only: given.TRUSTED_DOCUMENTS_ONLY },
    playgroundUrl: given.PLAYGROUND_URL,
    limits: {
      ...defaultLimits,
      operationTimeoutMs: given.OPERATION_TIMEOUT_MS,
      operationCost: given.OPERATION_COST,
      costPerSecond: given.COST_PER_SECOND,
      costBurst: given.COST_BURST,
      refusedTokensPerSecond: given.REFUSED_TOKENS_PER_SECOND,
      refusedTokensBurst: given.REFUSED_TOKENS_BURST,
      requestsPerAddress: given.REQUESTS_PER_ADDRESS,
      socketsPerUser: given.SOCKETS_PER_USER,
      socketsPerAddress: given.SOCKETS_PER_ADDRESS,
      anonymousSocketsPerAddress: given.ANONYMOUS_SOCKETS_PER_ADDRESS,
      socketMessagesPerMinute: given.SOCKET_MESSAGES_PER_MINUTE,
      socketBufferBytes: given.SOCKET_BUFFER_BYTES,
    },
  }
}
