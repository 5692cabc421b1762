import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { GRAPHQL_TRANSPORT_WS_PROTOCOL, handleProtocols } from 'graphql-ws'
import { WebSocketServer } from 'ws'
import type { Logger } from '../plan/logger.ts'
import { openChannel } from './channel.ts'
import type { Channel, Protocol } from './channel.ts'
import { GOING_AWAY } from './close-codes.ts'
import type { TransportLimits } from './limits.ts'
import { createOutboxes } from './outbox.ts'
import { DRAINING, FOREIGN_ORIGIN, refuseUpgrade } from './refusal.ts'
import type { Refusal } from './refusal.ts'
import { endInWaves } from './waves.ts'

export interface WebSocketTransportOptions {
  server: Server
  path: string
  /** Pages of other origins are refused; programs, which send none, are not. */
  allowedOrigins: readonly string[]
  onUpgrade: ((request: IncomingMessage) => Refusal | null) | undefined
  onTooManyMessages: (request: IncomingMessage) => void
  limits: TransportLimits
  logger: Logger
  /** Starts what is spoken over a channel. */
  opened: (channel: Channel) => Protocol
}

/** The WebSockets of one server. */
export interface WebSocketTransport {
  /**
   * Takes no more sockets and closes those that are open in waves, so that their clients do not all come to another server
   * at once; each once the operations under way on it have been answered. Resolves when all have closed; those that have not
   * within `overMs` are cut off.
   */
  drain: (overMs: number) => Promise<void>
}

const UNKNOWN_PROTOCOL: Refusal = {
  status: 400,
  message: `The WebSocket must offer the subprotocol ${GRAPHQL_TRANSPORT_WS_PROTOCOL}.`,
}
const NOT_HERE: Refusal = { status: 404, message: 'There are no WebSockets at this path.' }

/** Takes WebSockets at a path of an HTTP server. */
export function createWebSocketTransport({
  server,
  path,
  allowedOrigins,
  onUpgrade,
  onTooManyMessages,
  limits,
  logger,
  opened,
}: WebSocketTransportOptions): WebSocketTransport {
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: limits.frameBytes,
    handleProtocols: (protocols) => handleProtocols(protocols),
  })
  const outboxes = createOutboxes({ maxWaitingBytes: limits.socketBufferBytes })
  const channels = new Map<Channel, Protocol>()
  const allClosed = Promise.withResolvers<void>()
  let isDraining = false

  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    // Another path may be that of others who listen to this server.
    if (!isHere(request) && server.listenerCount('upgrade') > 1) return
    const refusal = refusalOf(request) ?? onUpgrade?.(request)
    if (refusal) return refuseUpgrade(stream, refusal)
    sockets.handleUpgrade(request, stream, head, (socket) => {
      const tooMany = () => onTooManyMessages(request)
      const channel = openChannel({ socket, stream, request, limits, outboxes, onTooManyMessages: tooMany, logger })
      const protocol = opened(channel)
      channels.set(channel, protocol)
      channel.run({
        ...protocol,
        onClosed(code, reason) {
          channels.delete(channel)
          protocol.onClosed(code, reason)
          if (isDraining && channels.size === 0) allClosed.resolve()
        },
      })
    })
  })

  const isHere = ({ url }: IncomingMessage) => url?.split('?', 1)[0] === path
  const refusalOf = (request: IncomingMessage): Refusal | null => {
    const { origin, 'sec-websocket-protocol': protocols = '' } = request.headers
    if (isDraining) return DRAINING
    if (!isHere(request)) return NOT_HERE
    if (origin !== undefined && !allowedOrigins.includes(origin)) return FOREIGN_ORIGIN
    return handleProtocols(protocols) ? null : UNKNOWN_PROTOCOL
  }

  return {
    async drain(overMs) {
      isDraining = true
      if (channels.size === 0) return
      const cut = setTimeout(() => {
        for (const channel of channels.keys()) {
          channel.close(GOING_AWAY)
          channel.terminate()
        }
      }, overMs)
      await endInWaves([...channels], overMs, ([channel, protocol]) => {
        void protocol.finish().then(() => channel.close(GOING_AWAY))
      })
      await allClosed.promise
      clearTimeout(cut)
    },
  }
}
