import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import type { KeyObject } from 'node:crypto'
import { createLogger } from '@colloquy/platform/logger'
import type { Logger } from '@colloquy/platform/logger'
import { connectRedis } from '@colloquy/platform/redis'
import { conversationTopic, revokedSessionKey, userTopic } from '@colloquy/schema/topics'
import type { DurableEvent } from '@colloquy/schema/events/durable-event'
import type { UserTopicEvent } from '@colloquy/schema/topics'
import jwt from 'jsonwebtoken'
import { inject } from 'vitest'
import { startGateway } from '../../src/gateway.ts'
import type { GatewayConfig } from '../../src/config.ts'
import { defaultLimits } from '../../src/limits.ts'
import type { Limits } from '../../src/limits.ts'
import { connect } from './socket.ts'
import type { SocketOptions } from './socket.ts'
import { assertionKeys, startChat, startUsers } from './subgraphs.ts'

export const ALLOWED_ORIGIN = 'https://chat.test'

/** An answer as GraphQL over HTTP gives it, unread. */
export interface Answer {
  data?: unknown
  errors?: { message: string; path?: (string | number)[]; extensions: Record<string, unknown> }[]
}

export async function answerOf(response: Response): Promise<Answer> {
  const answer: Answer = JSON.parse(await response.text())
  return answer
}

export interface TokenOptions {
  sessionId?: string
  scope?: string
  key?: KeyObject
  options?: jwt.SignOptions
}

/** A gateway with a users and a chat subgraph of the test's own, and real Redis. */
export async function startWorld({
  limits = {},
  logger,
  ...config
}: Partial<Omit<GatewayConfig, 'limits'>> & { limits?: Partial<Limits>; logger?: Logger } = {}) {
  await using stack = new AsyncDisposableStack()
  const redisUrl = config.redisUrl ?? inject('infrastructure').redisUrl
  const redis = stack.use(await connectRedis(inject('infrastructure').redisUrl, createLogger('test', 'silent')))
  const users = stack.use(await startUsers())
  const chat = stack.use(await startChat())
  const settings: GatewayConfig = {
    host: '127.0.0.1',
    port: 0,
    logLevel: 'silent',
    shutdownGraceMs: 10_000,
    redisUrl,
    supergraphPath: fileURLToPath(new URL('../../../schema/supergraph.graphql', import.meta.url)),
    routingUrls: { users: `${users.url}/graphql`, chat: `${chat.url}/graphql` },
    jwksUrl: `${users.url}/.well-known/jwks.json`,
    accessTokenIssuer: 'colloquy',
    assertionKey: assertionKeys.privateKey,
    allowedOrigins: [ALLOWED_ORIGIN],
    trustedProxyHops: 0,
    ...config,
    limits: { ...defaultLimits, ...limits },
  }
  const gateway = await startGateway(settings, logger)
  const stop = stack.adopt(gateway, (gateway) => gateway[Symbol.asyncDispose]())
  const url = `${gateway.url}/graphql`

  const token = (userId: string, { sessionId = randomUUID(), scope, key, options }: TokenOptions = {}) =>
    jwt.sign(
      { sub: userId, sid: sessionId, scope: scope ?? 'session profile:read profile:write chats:read chats:write' },
      key ?? users.privateKey,
      {
        algorithm: 'ES256',
        issuer: 'colloquy',
        audience: 'colloquy',
        expiresIn: 600,
        header: { alg: 'ES256', typ: 'at+jwt', kid: 'current' },
        ...options,
      },
    )
  const owned = stack.move()
  return {
    gateway: stop,
    url,
    users,
    chat,
    token,
    post: (body: unknown, headers: Record<string, string> = {}) =>
      fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    connect: (options?: SocketOptions) => connect(url, options),
    /** A socket of one more gateway, beside the first. */
    async connectBeside(options?: SocketOptions) {
      const beside = owned.use(await startGateway(settings))
      return connect(`${beside.url}/graphql`, options)
    },
    /** Commits and publishes a message, as chat does; each comes after the one before. */
    async say(conversationId: string, { text = 'hello', senderId = 'ada' } = {}) {
      const event = messageSent(conversationId, chat.head(conversationId) + 1, text, senderId)
      chat.append(event)
      await redis.publish(conversationTopic(conversationId), JSON.stringify(event))
    },
    /** The same for an event as a newer version of chat may write it. */
    async sayUnknown(conversationId: string) {
      const place = { conversationId, seq: chat.head(conversationId) + 1, atMs: Date.now() }
      const event = { type: 'MessagePinned', typeVersion: 1, ...place, messageId: randomUUID() }
      chat.append(event)
      await redis.publish(conversationTopic(conversationId), JSON.stringify(event))
    },
    publishToUser: (userId: string, event: UserTopicEvent) => redis.publish(userTopic(userId), JSON.stringify(event)),
    revoke: (sessionId: string) => redis.set(revokedSessionKey(sessionId), '1', 'EX', 60),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

export type World = Awaited<ReturnType<typeof startWorld>>

function messageSent(conversationId: string, seq: number, text: string, senderId: string): DurableEvent {
  const message = {
    id: `${conversationId}-${seq}`,
    seq,
    version: seq,
    conversationId,
    senderId,
    clientId: String(seq),
    text,
    attachments: [],
    quote: null,
    sentAt: new Date().toISOString(),
    editedAt: null,
    deletedAt: null,
    reactions: [],
  }
  return { type: 'MessageSent', typeVersion: 2, conversationId, seq, atMs: Date.now(), message }
}
