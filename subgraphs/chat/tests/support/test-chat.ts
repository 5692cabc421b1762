import { randomUUID } from 'node:crypto'
import { createAssertions } from '@colloquy/platform/assertions'
import type { Identity } from '@colloquy/platform/identity'
import type { Logger } from '@colloquy/platform/logger'
import { createKeyPair } from '@colloquy/platform/testing/key-pair'
import { inject } from 'vitest'
import { defaultUploadLimits } from '../../src/attachments/limits.ts'
import { startChat } from '../../src/chat.ts'
import type { ChatConfig } from '../../src/config.ts'
import { startUsersServer } from './users-server.ts'
import type { UsersServer } from './users-server.ts'

/** An answer as GraphQL over HTTP gives it, unread: tests say what shape they expect. */
export interface Answer {
  // The shape of data is what each test's own query asks for.
  // oxlint-disable-next-line typescript/no-explicit-any
  data?: any
  errors?: { message: string; extensions: Record<string, unknown> }[]
}

type Who = string | Identity

export const service: Identity = { kind: 'service', name: 'gateway' }

const [gateway, own] = [createKeyPair(), createKeyPair()]
const headersFor = createAssertions({ issuer: 'gateway', privateKey: gateway.privateKey })

/** The surroundings of chat processes: a fresh database, and somebody who knows users. */
export interface Surroundings extends AsyncDisposable {
  config: ChatConfig
  users: UsersServer
  /** @param logger by default what is logged is dropped */
  start: (logger?: Logger) => Promise<TestChat>
}

/** One chat process, and what speaks to it. */
export interface TestChat extends AsyncDisposable {
  url: string
  ask: (who: Who, query: string, variables?: object) => Promise<Answer>
  /** The data of an answer that must have no errors. */
  get: (who: Who, query: string, variables?: object) => Promise<NonNullable<Answer['data']>>
  /** The code of the first error, of an answer that must have one. */
  refused: (who: Who, query: string, variables?: object) => Promise<unknown>
  /** A request to the event log. */
  log: (route: { path: string }, body: object, who?: Who | null) => Promise<{ status: number; body: Answer['data'] }>
}

export async function surroundings(change: Partial<ChatConfig> = {}): Promise<Surroundings> {
  const { mongodbUrl, redisUrl, s3 } = inject('infrastructure')
  const users = await startUsersServer(own.publicKey)
  const config: ChatConfig = {
    host: '127.0.0.1',
    port: 0,
    logLevel: 'silent',
    shutdownGraceMs: 1_000,
    assertionKey: own.privateKey,
    trusted: { gateway: [gateway.publicKey] },
    mongodbUrl: databaseUrl(mongodbUrl),
    redisUrl,
    usersUrl: users.url,
    s3: { ...s3, forcePathStyle: true },
    invitations: { strangers: 100_000, people: 100_000 },
    uploadLimits: defaultUploadLimits,
    ...change,
  }
  return {
    config,
    users,
    start: (logger) => startTestChat(config, logger),
    [Symbol.asyncDispose]: () => users[Symbol.asyncDispose](),
  }
}

/** Of a database that nobody else uses; the driver tells of each command it sends. */
function databaseUrl(mongodbUrl: string): string {
  const url = new URL(mongodbUrl)
  url.pathname = `/chat-${randomUUID()}`
  url.searchParams.set('monitorCommands', 'true')
  return url.href
}

async function startTestChat(config: ChatConfig, logger?: Logger): Promise<TestChat> {
  const server = await startChat(config, logger)
  return { ...createClient(server.url), [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

/** Speaks to a chat process as the gateway and realtime do. */
export function createClient(url: string): Omit<TestChat, typeof Symbol.asyncDispose> {
  const post = async (path: string, body: object, who: Who | null) => {
    const response = await fetch(url + path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(who !== null && headersFor(identityOf(who), 'chat')),
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(25_000),
    })
    const text = await response.text()
    return { status: response.status, body: JSON.parse(text) }
  }
  const ask = async (who: Who, query: string, variables: object = {}): Promise<Answer> =>
    (await post('/graphql', { query, variables }, who)).body
  return {
    url,
    ask,
    async get(who, query, variables) {
      const { data, errors } = await ask(who, query, variables)
      if (errors) throw new Error(JSON.stringify(errors))
      return data
    },
    async refused(who, query, variables) {
      const { data, errors } = await ask(who, query, variables)
      if (!errors?.[0]) throw new Error(`Not refused: ${JSON.stringify(data)}`)
      return errors[0].extensions.code
    },
    log: (route, body, who = service) => post(route.path, body, who),
  }
}

function identityOf(who: Who): Identity {
  if (typeof who !== 'string') return who
  return { kind: 'user', userId: who, sessionId: `${who}'s`, scopes: ['chats:read', 'chats:write'], ip: '127.0.0.1' }
}
