import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import type { Socket } from 'node:net'

/** A TCP connection to a server, for bytes that no client of a protocol would send. */
export interface RawSocket extends AsyncDisposable {
  socket: Socket
  /** All that has come so far, as Latin-1. */
  received: () => string
  /** The whole of what came, once the server has ended the connection. */
  ended: Promise<string>
}

/** Connects to the host of a URL and sends the bytes, which may be none. */
export async function openRawSocket(url: string, bytes: string | Uint8Array = ''): Promise<RawSocket> {
  const { hostname, port } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: false })
  const chunks: Buffer[] = []
  const received = () => Buffer.concat(chunks).toString('latin1')
  socket.on('data', (chunk) => chunks.push(chunk))
  // A reset ends it too: `close` follows.
  socket.on('error', () => undefined)
  const ended = new Promise<string>((resolve) => void socket.once('close', () => resolve(received())))
  await once(socket, 'connect')
  if (bytes.length > 0) socket.write(bytes)
  return {
    socket,
    received,
    ended,
    async [Symbol.asyncDispose]() {
      socket.destroy()
      await ended
    },
  }
}

/** The request that opens a WebSocket; headers that are undefined are left out. */
export function upgradeRequest(url: string, headers: Record<string, string | undefined> = {}): string {
  const { host, pathname } = new URL(url)
  const all = {
    host,
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': randomBytes(16).toString('base64'),
    'sec-websocket-protocol': 'graphql-transport-ws',
    ...headers,
  }
  const lines = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]))
  return [`GET ${pathname} HTTP/1.1`, ...lines, '', ''].join('\r\n')
}

/** A WebSocket frame as a client sends it, masked by zeros. */
export function clientFrame(payload: string | Uint8Array, opcode = 0x1, first = 0x80 | opcode): Buffer {
  const body = Buffer.from(payload)
  const length =
    body.length < 126
      ? Buffer.from([0x80 | body.length])
      : Buffer.from([0x80 | 126, body.length >> 8, body.length & 0xff])
  return Buffer.concat([Buffer.from([first]), length, Buffer.alloc(4), body])
}

/** The code of the close frame in all that a server has sent over a WebSocket; null when it has sent none. */
export function serverCloseCode(received: string): number | null {
  const bytes = Buffer.from(received.slice(received.indexOf('\r\n\r\n') + 4), 'latin1')
  for (let at = 0; at + 2 <= bytes.length;) {
    const short = (bytes[at + 1] ?? 0) & 0x7f
    const length =
      short === 127 ? Number(bytes.readBigUInt64BE(at + 2)) : short === 126 ? bytes.readUInt16BE(at + 2) : short
    const start = at + (short === 127 ? 10 : short === 126 ? 4 : 2)
    if (((bytes[at] ?? 0) & 0x0f) === 0x8) return length >= 2 ? bytes.readUInt16BE(start) : 1005
    at = start + length
  }
  return null
}
