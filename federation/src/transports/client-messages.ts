import { MessageType, validateMessage } from 'graphql-ws'
import type { ConnectionInitMessage, PingMessage, PongMessage, CompleteMessage, SubscribeMessage } from 'graphql-ws'

/** What a client says in graphql-transport-ws. */
export type ClientMessage = ConnectionInitMessage | PingMessage | PongMessage | SubscribeMessage | CompleteMessage

/**
 * The message that a client has sent, and its text as graphql-ws takes it: an operation that is named by a persisted query's hash
 * alone has no query, which the protocol asks for. Null for what is no message, and for those that only a server sends.
 */
export function readClientMessage(text: string): { message: ClientMessage; text: string } | null {
  try {
    const value: unknown = JSON.parse(text)
    const completed = withEmptyQuery(value)
    const message = validateMessage(completed)
    if (!isOfClient(message)) return null
    return { message, text: completed === value ? text : JSON.stringify(completed) }
  } catch {
    return null
  }
}

function withEmptyQuery(value: unknown): unknown {
  if (!isObject(value) || value.type !== MessageType.Subscribe || !isObject(value.payload)) return value
  const { query, extensions } = value.payload
  if ((query ?? null) !== null || !isObject(extensions) || !extensions.persistedQuery) return value
  return { ...value, payload: { ...value.payload, query: '' } }
}

const isOfClient = (message: ReturnType<typeof validateMessage>): message is ClientMessage =>
  message.type === MessageType.ConnectionInit ||
  message.type === MessageType.Ping ||
  message.type === MessageType.Pong ||
  message.type === MessageType.Subscribe ||
  message.type === MessageType.Complete

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
