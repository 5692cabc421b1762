import { once } from 'node:events'
import { WebSocket } from 'ws'

/** What a client sends, as it is on the wire. */
export interface Payload {
  query?: string
  operationName?: string
  extensions?: object
  variables?: object
}

/** An answer of one piece. */
export interface Answer {
  data?: unknown
  extensions?: Record<string, unknown>
  errors?: { message: string; extensions: Record<string, unknown> }[]
}

type Ask = (url: string, payload: Payload) => Promise<Answer>

const post = (url: string, payload: Payload, accept: string) =>
  fetch(url, { method: 'POST', headers: { accept, 'content-type': 'application/json' }, body: JSON.stringify(payload) })

const answerOf = (text: string): Answer => {
  const answer: Answer = JSON.parse(text)
  return answer
}

/** Asks one query over each transport; `url` is that of the GraphQL endpoint. */
export const askOver: Record<'POST' | 'GET' | 'SSE' | 'multipart' | 'WebSocket', Ask> = {
  POST: async (url, payload) => answerOf(await (await post(url, payload, 'application/json')).text()),
  async GET(url, { query, extensions, variables }) {
    const search = new URLSearchParams()
    if (query !== undefined) search.set('query', query)
    if (extensions) search.set('extensions', JSON.stringify(extensions))
    if (variables) search.set('variables', JSON.stringify(variables))
    const response = await fetch(`${url}?${search.toString()}`, { headers: { 'apollo-require-preflight': 'yes' } })
    return answerOf(await response.text())
  },
  async SSE(url, payload) {
    const text = await (await post(url, payload, 'text/event-stream')).text()
    return answerOf(/^event: next\ndata: (.*)$/m.exec(text)?.[1] ?? 'null')
  },
  async multipart(url, payload) {
    const text = await (await post(url, payload, 'multipart/mixed;subscriptionSpec=1.0')).text()
    const part: { payload: Answer } = JSON.parse(/^\{.*\}$/m.exec(text)?.[0] ?? 'null')
    return part.payload
  },
  async WebSocket(url, payload) {
    const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws')
    await once(socket, 'open')
    socket.send('{"type":"connection_init"}')
    await once(socket, 'message')
    socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload }))
    const [data]: unknown[] = await once(socket, 'message')
    socket.terminate()
    const message: { type: string; payload: unknown } = JSON.parse(String(data))
    return answerOf(JSON.stringify(message.type === 'error' ? { errors: message.payload } : message.payload))
  },
}

export const TRANSPORTS = ['POST', 'GET', 'SSE', 'multipart', 'WebSocket'] as const
