import { randomUUID } from 'node:crypto'
import { createClient } from 'graphql-ws'
import type { Client } from 'graphql-ws'
import { WebSocket } from 'ws'
import { z } from 'zod'
import { deadline } from './deadline.ts'
import { codeMailedTo } from './mail.ts'

/** Where a running system is reached from outside. */
export interface Addresses {
  gatewayUrl: string
  mailUrl: string
}

/** An answer as GraphQL over HTTP gives it, unread: tests say what shape they expect. */
export interface Answer {
  // The shape of data is what each test's own query asks for.
  // oxlint-disable-next-line typescript/no-explicit-any
  data?: any
  errors?: { message: string; path?: (string | number)[]; extensions: Record<string, unknown> }[]
}

export interface Operation {
  query: string
  variables?: Record<string, unknown>
}

const session = z.object({
  accessToken: z.string(),
  refreshToken: z.string(),
  isNewUser: z.boolean(),
  user: z.object({ id: z.string() }),
})
export type Session = z.infer<typeof session>

const SESSION_FIELDS = 'accessToken refreshToken isNewUser user { id }'

/** One GraphQL request over HTTP. */
export async function request({ gatewayUrl }: Addresses, operation: Operation, accessToken?: string): Promise<Answer> {
  const response = await fetch(gatewayUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(accessToken && { authorization: `Bearer ${accessToken}` }) },
    body: JSON.stringify(operation),
    signal: AbortSignal.timeout(30_000),
  })
  const answer: Answer = JSON.parse(await response.text())
  return answer
}

export const newAddress = (name = 'ada'): string => `${name}-${randomUUID()}@example.com`

/** A request for a code, and the code that was mailed for it. */
export interface MailedCode {
  requestId: string
  code: string
}

export const requestCode = (addresses: Addresses, email: string, deviceToken?: string): Promise<Answer> =>
  request(addresses, {
    query: `mutation ($email: EmailAddress!, $deviceToken: String) {
      requestSignInCode(email: $email, deviceToken: $deviceToken) { id expiresAt resendAt }
    }`,
    variables: { email, deviceToken },
  })

/** Asks for a sign-in code and reads it from the mail that arrives, at the mailbox as the mail names it. */
export async function mailedCode(addresses: Addresses, email: string, mailbox = email): Promise<MailedCode> {
  const { data, errors } = await requestCode(addresses, email)
  if (errors) throw new Error(`requestSignInCode: ${JSON.stringify(errors)}`)
  return { requestId: data.requestSignInCode.id, code: await codeMailedTo(addresses.mailUrl, mailbox) }
}

export const verify = (addresses: Addresses, { requestId, code }: MailedCode): Promise<Answer> =>
  request(addresses, {
    query: `mutation ($requestId: ID!, $code: String!) {
      verifySignInCode(requestId: $requestId, code: $code) { ${SESSION_FIELDS} deviceToken }
    }`,
    variables: { requestId, code },
  })

export const refresh = (addresses: Addresses, refreshToken: string): Promise<Answer> =>
  request(addresses, {
    query: `mutation ($refreshToken: String!) { refreshSession(refreshToken: $refreshToken) { ${SESSION_FIELDS} } }`,
    variables: { refreshToken },
  })

/** Somebody signed in, and what they can do. */
export interface Person {
  id: string
  email: string
  session: Session
  /** A request that must succeed; gives its data. */
  ask: (query: string, variables?: Record<string, unknown>) => Promise<Answer['data']>
  /** A request that must fail; gives the code of its first error. */
  refused: (query: string, variables?: Record<string, unknown>) => Promise<unknown>
  /** A socket of their own. */
  connect: () => Connection
}

export async function signIn(addresses: Addresses, name = 'ada'): Promise<Person> {
  const email = newAddress(name)
  const { data, errors } = await verify(addresses, await mailedCode(addresses, email))
  if (errors) throw new Error(`verifySignInCode: ${JSON.stringify(errors)}`)
  const signedIn = session.parse(data.verifySignInCode)
  const send = (query: string, variables: Record<string, unknown> = {}) =>
    request(addresses, { query, variables }, signedIn.accessToken)
  return {
    id: signedIn.user.id,
    email,
    session: signedIn,
    ask: async (query, variables) => {
      const answer = await send(query, variables)
      if (answer.errors) throw new Error(`${query}\n${JSON.stringify(answer.errors)}`)
      return answer.data
    },
    refused: async (query, variables) => {
      const answer = await send(query, variables)
      return answer.errors?.[0]?.extensions.code
    },
    connect: () => connect(addresses, signedIn.accessToken),
  }
}

export interface Connection extends AsyncDisposable {
  subscribe: (operation: Operation) => Recording
  /** Cuts the connection without a word, as a lost network does. */
  cut: () => void
  /** Resolves with the code by which the server closed the socket. */
  closed: Promise<number>
}

/** What a subscription brought, in order. */
export interface Recording {
  results: Answer[]
  /** Resolves when the subscription ends; with its errors, if any. */
  ended: Promise<unknown>
  /** The first result that the callback gives something for, now or within the deadline; that something. */
  find: <Found>(pick: (result: Answer) => Found | undefined) => Promise<Found>
  /** Resolves once there are as many results as that. */
  count: (results: number) => Promise<Answer[]>
  stop: () => void
}

/** Opens a graphql-transport-ws connection that does not reconnect by itself. */
export function connect({ gatewayUrl }: Addresses, accessToken?: string): Connection {
  const sockets = new Set<WebSocket>()
  const closed = Promise.withResolvers<number>()
  class Socket extends WebSocket {
    constructor(url: string, protocols: string) {
      super(url, protocols)
      sockets.add(this)
    }
  }
  const client: Client = createClient({
    url: gatewayUrl.replace(/^http/, 'ws'),
    webSocketImpl: Socket,
    connectionParams: accessToken ? { authorization: `Bearer ${accessToken}` } : {},
    lazy: false,
    retryAttempts: 0,
    onNonLazyError: () => {},
    on: { closed: (event) => closed.resolve(z.object({ code: z.number() }).parse(event).code) },
  })
  return {
    subscribe: (operation) => record(client, operation),
    cut: () => sockets.forEach((socket) => socket.terminate()),
    closed: closed.promise,
    // A client that is still trying to connect rejects with the reason why it could not.
    [Symbol.asyncDispose]: async () => {
      await Promise.allSettled([client.dispose()])
    },
  }
}

function record(client: Client, operation: Operation): Recording {
  const results: Answer[] = []
  const ended = Promise.withResolvers<unknown>()
  const stop = client.subscribe<Answer['data']>(operation, {
    next: (result) => void results.push(JSON.parse(JSON.stringify(result))),
    error: (error) => ended.resolve(error),
    complete: () => ended.resolve(undefined),
  })
  let failure: unknown
  void ended.promise.then((error) => (failure = error))
  const describe = () =>
    `${operation.query}\nhas brought: ${JSON.stringify(results)}, and ended: ${JSON.stringify(failure)}`
  return {
    results,
    ended: ended.promise,
    stop,
    find: (pick) =>
      deadline(describe, () => {
        for (const result of results) {
          const found = pick(result)
          if (found !== undefined) return found
        }
        return undefined
      }),
    count: (wanted) => deadline(describe, () => (results.length >= wanted ? results : undefined)),
  }
}
