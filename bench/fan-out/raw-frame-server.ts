import { createServer } from 'node:http'
import type { Duplex } from 'node:stream'
import { Redis } from 'ioredis'
import { WebSocketServer } from 'ws'

/**
 * The least that a Node server can do to bring a message to many sockets: `ws` for the handshake, `ioredis` for the message,
 * and one write for each socket of a frame that comes ready-made, header and all, from Redis. It knows no rooms, no users
 * and no GraphQL. Says where it listens on standard output.
 */
const [redisUrl = '', channel = ''] = process.argv.slice(2)

const sockets = new Set<Duplex>()
const upgrades = new WebSocketServer({ noServer: true, clientTracking: false, perMessageDeflate: false })
const server = createServer()
server.on('upgrade', (request, stream, head) => {
  upgrades.handleUpgrade(request, stream, head, (socket) => {
    sockets.add(stream)
    socket.on('close', () => sockets.delete(stream))
  })
})

const redis = new Redis(redisUrl)
redis.on('messageBuffer', (_: Buffer, frame: Buffer) => {
  for (const socket of sockets) socket.write(frame)
})
await redis.subscribe(channel)
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address !== null && typeof address === 'object') console.log(`ws://127.0.0.1:${address.port}`)
})
