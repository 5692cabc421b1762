import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { System } from '@colloquy/local/system'
import { Redis } from 'ioredis'
import { WebSocket } from 'ws'
import type { Target } from './target.ts'

const CHANNEL = 'bench:raw-frame'

/**
 * The floor: a server that only writes a frame from Redis to its sockets (raw-frame-server.ts), in a process of its own.
 * @param message what each socket gets each time
 */
export async function openRawFrame(system: System, message: Buffer, sockets: number): Promise<Target> {
  await using stack = new AsyncDisposableStack()
  const { redisUrl } = system.infrastructure
  const main = fileURLToPath(new URL('raw-frame-server.ts', import.meta.url))
  const server = stack.adopt(
    spawn(process.execPath, [main, redisUrl, CHANNEL], { stdio: ['ignore', 'pipe', 'inherit'] }),
    (server) => void server.kill(),
  )
  const [url]: unknown[] = await once(createInterface(server.stdout), 'line')
  if (typeof url !== 'string' || server.pid === undefined) throw new Error('the raw-frame server did not start')

  let received = 0
  for (let opened = 0; opened < sockets; opened++) {
    const socket = stack.adopt(new WebSocket(url), (socket) => socket.terminate())
    socket.on('message', () => received++)
    await once(socket, 'open')
  }
  const redis = stack.adopt(new Redis(redisUrl), (redis) => redis.disconnect())
  const frame = textFrame(message)
  const owned = stack.move()
  return {
    name: 'ws + ioredis, ready frame',
    pid: server.pid,
    sockets,
    publish: () => redis.publish(CHANNEL, frame),
    received: () => received,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

/** A WebSocket text frame around a message of 126 to 65,535 bytes. */
function textFrame(message: Buffer): Buffer {
  const header = Buffer.from([0x81, 126, 0, 0])
  header.writeUInt16BE(message.length, 2)
  return Buffer.concat([header, message])
}
