import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '@colloquy/platform/logger'
import type { SecurityLog } from '@colloquy/platform/security-log'
import { GRAPHQL_TRANSPORT_WS_PROTOCOL, handleProtocols } from 'graphql-ws'
import { WebSocketServer } from 'ws'
import { connectionAddress } from '../identity/client-address.ts'
import type { Limits } from '../limits.ts'
import { createAddressSockets } from './address-sockets.ts'
import { openChannel } from './channel.ts'
import type { Channel, Conversation } from './channel.ts'
import { GOING_AWAY } from './close-codes.ts'
import { createOutboxes } from './outbox.ts'
import { refuseUpgrade } from './refusal.ts'
import type { Refusal } from './refusal.ts'

export interface WebSocketTransportOptions {
  server: Server
  path: string
  /** Pages of other origins are refused; programs, which send none, are not. */
  allowedOrigins: readonly string[]
  trustedProxyHops: number
  limits: Limits
  securityLog: SecurityLog
  logger: Logger
  /** Starts what runs over a channel. */
  opened: (channel: Channel) => Conversation
}

export interface WebSocketTransport {
  /**
   * Takes no more sockets and closes those that are open in waves, so that their clients do not all come to another gateway
   * at once; each once the operations under way on it have been answered. Resolves when all have closed; those that have not
   * within `overMs` are cut off.
   */
  drain: (overMs: number) => Promise<void>
}

const UNKNOWN_PROTOCOL: Refusal = {
  status: 400,
  message: `The WebSocket must offer the subprotocol ${GRAPHQL_TRANSPORT_WS_PROTOCOL}.`,
}
const FOREIGN_ORIGIN: Refusal = { status: 403, message: 'Pages of this origin may not connect.' }
const NOT_HERE: Refusal = { status: 404, message: 'There are no WebSockets at this path.' }
const TOO_MANY_SOCKETS: Refusal = {
  status: 429,
  message: 'Too many sockets of this address. Try again in 10 seconds.',
  retryAfter: 10,
}
const DRAINING: Refusal = {
  status: 503,
  message: 'This is not available right now. Try again in 1 second.',
  retryAfter: 1,
}

/** Few sockets need no waves. */
const MIN_WAVE = 50
const WAVE_INTERVAL_MS = 100

/** Takes WebSockets at a path of an HTTP server. */
export function createWebSocketTransport({
  server,
  path,
  allowedOrigins,
  trustedProxyHops,
  limits,
  securityLog,
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
  const addresses = createAddressSockets(limits)
  const channels = new Map<Channel, Conversation>()
  const allClosed = Promise.withResolvers<void>()
  let isDraining = false

  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const refusal = refusalOf(request)
    if (refusal) return refuseUpgrade(stream, refusal)
    const from = connectionAddress(request, trustedProxyHops)
    const place = addresses.enter(from.ip)
    if (!place) {
      securityLog({ type: 'limit-reached', limit: 'sockets-of-address' }, from)
      return refuseUpgrade(stream, TOO_MANY_SOCKETS)
    }
    stream.once('close', place.leave)
    sockets.handleUpgrade(request, stream, head, (socket) => {
      const { signedIn } = place
      const channel = openChannel({ socket, stream, from, signedIn, limits, outboxes, securityLog, logger })
      const conversation = opened(channel)
      channels.set(channel, conversation)
      channel.run({
        ...conversation,
        onClosed(code, reason) {
          channels.delete(channel)
          conversation.onClosed(code, reason)
          if (isDraining && channels.size === 0) allClosed.resolve()
        },
      })
    })
  })

  const refusalOf = ({ url, headers }: IncomingMessage): Refusal | null => {
    const { origin, 'sec-websocket-protocol': protocols = '' } = headers
    if (isDraining) return DRAINING
    if (url?.split('?', 1)[0] !== path) return NOT_HERE
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
      const open = [...channels]
      // Half the time for the waves, half for clients to answer the last of them.
      const waves = Math.max(1, Math.floor(overMs / 2 / WAVE_INTERVAL_MS))
      const waveSize = Math.max(MIN_WAVE, Math.ceil(open.length / waves))
      for (let start = 0; start < open.length; start += waveSize) {
        if (start > 0) await sleep(WAVE_INTERVAL_MS)
        for (const [channel, conversation] of open.slice(start, start + waveSize)) {
          void conversation.finish().then(() => channel.close(GOING_AWAY))
        }
      }
      await allClosed.promise
      clearTimeout(cut)
    },
  }
}
