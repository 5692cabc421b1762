import { subscribe } from 'node:diagnostics_channel'
import { IncomingMessage } from 'node:http'

/** The header under which a route finds the peer of its connection. Whatever a client sends under that name is overwritten. */
export const PEER_HEADER = 'x-colloquy-peer'

/**
 * Notes on each request the address that it really came from: Next shows a route no socket, and believes X-Forwarded-For as
 * the client sent it. Node tells of a request on this channel before anything else sees it.
 */
export function notePeers(): void {
  subscribe('http.server.request.start', (message) => {
    if (typeof message !== 'object' || message === null || !('request' in message)) return
    const { request } = message
    if (request instanceof IncomingMessage) request.headers[PEER_HEADER] = request.socket.remoteAddress ?? 'unknown'
  })
}
