import { once } from 'node:events'
import { expect, vi } from 'vitest'
import { WebSocket } from 'ws'
import type { ClientOptions } from 'ws'

/** A message of graphql-transport-ws, unread. */
export interface Message {
  id?: string
  type: string
  // What is in it is what each test expects.
  // oxlint-disable-next-line typescript/no-explicit-any
  payload?: any
}

export interface SocketOptions {
  origin?: string
  protocols?: string[]
  ws?: ClientOptions
}

/** A WebSocket that speaks the protocol message by message, so that a test can break its rules. */
export interface TestSocket extends AsyncDisposable {
  ws: WebSocket
  /** All that has come, in order. */
  messages: Message[]
  send: (message: Message | string) => void
  /** Says connection_init and waits for the acknowledgement. */
  init: (accessToken?: string) => Promise<void>
  subscribe: (id: string, query: string, variables?: object) => void
  /** The first message with that id and type, now or later. */
  receive: (id: string, type: string) => Promise<Message>
  /** The code and reason with which the server closed. */
  closed: Promise<{ code: number; reason: string }>
}

export async function connect(url: string, options: SocketOptions = {}): Promise<TestSocket> {
  const { origin, protocols = ['graphql-transport-ws'], ws: clientOptions } = options
  const ws = new WebSocket(url.replace(/^http/, 'ws'), protocols, { ...clientOptions, ...(origin && { origin }) })
  const messages: Message[] = []
  ws.on('message', (data: Buffer) => messages.push(JSON.parse(data.toString())))
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    ws.on('close', (code, reason) => resolve({ code, reason: reason.toString() }))
  })
  await once(ws, 'open')
  ws.on('error', () => undefined)
  const send = (message: Message | string) => ws.send(typeof message === 'string' ? message : JSON.stringify(message))
  const find = (matches: (message: Message) => boolean) =>
    vi.waitFor(
      () => {
        const message = messages.find(matches)
        expect(message, JSON.stringify(messages).slice(0, 1_000)).toBeDefined()
        return message ?? { type: 'none' }
      },
      { timeout: 5_000, interval: 5 },
    )
  return {
    ws,
    messages,
    send,
    async init(accessToken) {
      const payload = accessToken === undefined ? undefined : { authorization: `Bearer ${accessToken}` }
      send({ type: 'connection_init', payload })
      await find(({ type }) => type === 'connection_ack')
    },
    subscribe: (id, query, variables) => send({ id, type: 'subscribe', payload: { query, variables } }),
    receive: (id, type) => find((message) => message.id === id && message.type === type),
    closed,
    async [Symbol.asyncDispose]() {
      ws.terminate()
      await closed
    },
  }
}
