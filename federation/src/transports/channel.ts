import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocket } from 'ws'
import type { Logger } from '../plan/logger.ts'
import { FAILED, fittingReason, NOT_TEXT, SILENT, TOO_MANY_MESSAGES, TOO_SLOW } from './close-codes.ts'
import type { Closing } from './close-codes.ts'
import { textFrame } from './frames.ts'
import type { TransportLimits } from './limits.ts'
import type { Outbox, Outboxes } from './outbox.ts'

/** One open socket, as the protocol that runs over it sees it. */
export interface Channel {
  /** The subprotocol agreed on. */
  protocol: string
  /** The request that opened it. */
  request: IncomingMessage
  /** Sends a message; it leaves after all that was sent before. */
  send: (text: string) => void
  /** Takes messages that are frames already, in order with the others. */
  outbox: Pick<Outbox, 'push' | 'roomy'>
  /** Closes it, after what was sent before. Calling it again does nothing. */
  close: (closing: Closing) => void
  /** Ends it at once. */
  terminate: () => void
}

/** What is spoken over a channel. */
export interface Protocol {
  /** Called for each message until the channel is closed, without waiting for the one before. A rejection closes it. */
  onMessage: (text: string) => Promise<void>
  /** Takes no further operations; resolves once those under way have been answered. */
  finish: () => Promise<void>
  /** Called once, when the channel has closed for whatever reason. */
  onClosed: (code: number, reason: string) => void
}

const MINUTE_MS = 60_000

/**
 * Makes a channel of a WebSocket. Data frames are written to its stream directly, so that many leave in one write: that is
 * sound as long as nothing is compressed and the WebSocket itself sends control frames only.
 * @param stream the connection that the WebSocket was made from
 */
export function openChannel({
  socket,
  stream,
  request,
  limits,
  outboxes,
  onTooManyMessages,
  logger,
}: {
  socket: WebSocket
  stream: Duplex
  request: IncomingMessage
  limits: TransportLimits
  outboxes: Outboxes
  onTooManyMessages: () => void
  logger: Logger
}): Channel & { run: (protocol: Protocol) => void } {
  const close = ({ code, reason }: Closing) => {
    if (socket.readyState !== WebSocket.OPEN) return
    outbox.flush()
    outbox.close()
    heartbeat.stop()
    socket.close(code, fittingReason(reason))
    setTimeout(() => socket.terminate(), limits.closeTimeoutMs).unref()
  }
  const outbox = outboxes.open(stream, () => close(TOO_SLOW))
  const isTooFast = createCounter(limits.socketMessagesPerMinute, MINUTE_MS)
  const heartbeat = startHeartbeat(socket, limits.pingIntervalMs, () => {
    close(SILENT)
    // What the kernel has taken reaches a peer that is only slow; one that is gone is not waited for.
    socket.terminate()
  })

  return {
    protocol: socket.protocol,
    request,
    outbox,
    send: (text) => outbox.push(textFrame(text)),
    close,
    terminate: () => socket.terminate(),
    run(protocol) {
      socket.on('message', (data, isBinary) => {
        // They go on arriving until the peer has answered the close frame.
        if (socket.readyState !== WebSocket.OPEN) return
        heartbeat.beat()
        if (isTooFast()) {
          onTooManyMessages()
          return close(TOO_MANY_MESSAGES)
        }
        // By default a WebSocket gives each message as one Buffer.
        if (isBinary || !Buffer.isBuffer(data)) return close(NOT_TEXT)
        Promise.try(protocol.onMessage, data.toString()).catch((error: unknown) => {
          logger.error({ err: error }, 'a message could not be handled')
          close(FAILED)
        })
      })
      // The WebSocket closes itself, with the code that says what the client did wrong.
      socket.on('error', (error) => logger.debug({ err: error }, 'socket'))
      socket.once('close', (code, reason) => {
        heartbeat.stop()
        outbox.close()
        protocol.onClosed(code, reason.toString())
      })
    },
  }
}

/** True when called more often than `max` times in the current span. */
function createCounter(max: number, spanMs: number): () => boolean {
  let count = 0
  let startedAtMs = 0
  return () => {
    const now = Date.now()
    if (now - startedAtMs >= spanMs) {
      startedAtMs = now
      count = 0
    }
    return ++count > max
  }
}

/** Pings a peer, and calls back when it has not been heard from since the ping before. */
function startHeartbeat(
  socket: WebSocket,
  intervalMs: number,
  onSilence: () => void,
): { beat: () => void; stop: () => void } {
  let isAlive = true
  const beat = () => {
    isAlive = true
  }
  const timer = setInterval(() => {
    if (!isAlive) return onSilence()
    isAlive = false
    if (socket.readyState === WebSocket.OPEN) socket.ping()
  }, intervalMs).unref()
  socket.on('pong', beat)
  return { beat, stop: () => clearInterval(timer) }
}
