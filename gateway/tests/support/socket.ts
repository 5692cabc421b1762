import { once } from 'node:events'
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
  /** Resolves once so many messages have come. */
  count: (messages: number) => Promise<void>
  /** Resolves when the server has let the socket in. */
  acknowledged: () => Promise<void>
  /** The code and reason with which the server closed. */
  closed: Promise<{ code: number; reason: string }>
}

const DEADLINE_MS = 30_000

export async function connect(url: string, options: SocketOptions = {}): Promise<TestSocket> {
  const { origin, protocols = ['graphql-transport-ws'], ws: clientOptions } = options
  const ws = new WebSocket(url.replace(/^http/, 'ws'), protocols, { ...clientOptions, ...(origin && { origin }) })
  const messages: Message[] = []
  const waiting = new Set<() => void>()
  ws.on('message', (data: Buffer) => {
    messages.push(JSON.parse(data.toString()))
    for (const look of waiting) look()
  })
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    ws.on('close', (code, reason) => resolve({ code, reason: reason.toString() }))
  })

  /** What the callback finds, as soon as it finds something. */
  const until = <Found>(what: string, find: () => Found | undefined) =>
    new Promise<Found>((resolve, reject) => {
      const look = () => {
        const found = find()
        if (found === undefined) return
        clearTimeout(timer)
        waiting.delete(look)
        resolve(found)
      }
      const timer = setTimeout(() => {
        waiting.delete(look)
        reject(new Error(`${what} has not come, but ${JSON.stringify(messages).slice(0, 2_000)}`))
      }, DEADLINE_MS)
      waiting.add(look)
      look()
    })

  const acknowledged = async () =>
    void (await until('connection_ack', () => messages.find(({ type }) => type === 'connection_ack')))
  await once(ws, 'open')
  ws.on('error', () => undefined)
  const send = (message: Message | string) => ws.send(typeof message === 'string' ? message : JSON.stringify(message))
  return {
    ws,
    messages,
    acknowledged,
    closed,
    send,
    async init(accessToken) {
      const payload = accessToken === undefined ? undefined : { authorization: `Bearer ${accessToken}` }
      send({ type: 'connection_init', payload })
      await acknowledged()
    },
    subscribe: (id, query, variables) => send({ id, type: 'subscribe', payload: { query, variables } }),
    receive: (id, type) =>
      until(`${type} of ${id}`, () => messages.find((message) => message.id === id && message.type === type)),
    count: async (count) => void (await until(`message ${count}`, () => messages[count - 1])),
    async [Symbol.asyncDispose]() {
      ws.terminate()
      await closed
    },
  }
}
