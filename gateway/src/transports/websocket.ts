import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '@colloquy/platform/logger'
import { handleProtocols } from 'graphql-ws'
import { WebSocketServer } from 'ws'
import { clientAddress } from '../identity/client-address.ts'
import type { Limits } from '../limits.ts'
import { openChannel } from './channel.ts'
import type { Channel, Conversation } from './channel.ts'
import { GOING_AWAY } from './close-codes.ts'
import { createOutboxes } from './outbox.ts'

export interface WebSocketTransportOptions {
  server: Server
  path: string
  /** Pages of other origins are refused; programs, which send none, are not. */
  allowedOrigins: readonly string[]
  trustedProxyHops: number
  limits: Limits
  logger: Logger
  /** Starts what runs over a channel. */
  opened: (channel: Channel) => Conversation
}

export interface WebSocketTransport {
  /**
   * Takes no more sockets and closes those that are open in waves, so that their clients do not all come to another gateway
   * at once. Resolves when all have closed; those that have not within `overMs` are cut off.
   */
  drain: (overMs: number) => Promise<void>
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
  const channels = new Set<Channel>()
  const allClosed = Promise.withResolvers<void>()
  let isDraining = false

  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const refusal = refusalOf(request)
    if (refusal) return refuse(stream, refusal)
    sockets.handleUpgrade(request, stream, head, (socket) => {
      const from = clientAddress(request, trustedProxyHops)
      const channel = openChannel({ socket, stream, from, limits, outboxes, logger })
      const conversation = opened(channel)
      channels.add(channel)
      channel.run({
        onMessage: conversation.onMessage,
        onClosed(code, reason) {
          channels.delete(channel)
          conversation.onClosed(code, reason)
          if (isDraining && channels.size === 0) allClosed.resolve()
        },
      })
    })
  })

  const refusalOf = ({ url, headers: { origin } }: IncomingMessage): string | null => {
    if (isDraining) return '503 Service Unavailable'
    if (url?.split('?', 1)[0] !== path) return '404 Not Found'
    if (origin !== undefined && !allowedOrigins.includes(origin)) return '403 Forbidden'
    return null
  }

  return {
    async drain(overMs) {
      isDraining = true
      if (channels.size === 0) return
      const cut = setTimeout(() => {
        for (const channel of channels) channel.terminate()
      }, overMs)
      const open = [...channels]
      // Half the time for the waves, half for clients to answer the last of them.
      const waves = Math.max(1, Math.floor(overMs / 2 / WAVE_INTERVAL_MS))
      const waveSize = Math.max(MIN_WAVE, Math.ceil(open.length / waves))
      for (let start = 0; start < open.length; start += waveSize) {
        if (start > 0) await sleep(WAVE_INTERVAL_MS)
        for (const channel of open.slice(start, start + waveSize)) channel.close(GOING_AWAY)
      }
      await allClosed.promise
      clearTimeout(cut)
    },
  }
}

function refuse(stream: Duplex, status: string): void {
  stream.on('error', () => stream.destroy())
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
