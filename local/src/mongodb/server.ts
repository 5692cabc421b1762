import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { createDispatch, type Dispatch } from './commands/dispatch.ts'
import { createCursors } from './cursors.ts'
import { createExpiry } from './expiry.ts'
import { createFinder } from './query/find.ts'
import type { Metrics } from './query/walk.ts'
import { createCatalog } from './storage/catalog.ts'
import { lockDirectory } from './storage/lock.ts'
import { createRecords } from './storage/records.ts'
import { markUsed, requireWhole } from './storage/require-whole.ts'
import { createStorage } from './storage/storage.ts'
import { readFrames } from './wire/frames.ts'
import { decodeRequest, encodeReply } from './wire/messages.ts'

export type EmbeddedMongodbOptions = {
  /** 0 takes a free one. */
  port: number
  host?: string
  dataDir: string
  log?: (line: string) => void
  /** How often expired documents are looked for. MongoDB's 60 s by default. */
  ttlIntervalMs?: number
  /** How long a cursor waits for its reader. MongoDB's 10 min by default. */
  cursorIdleMs?: number
}

export type EmbeddedMongodb = { url: string } & AsyncDisposable

/**
 * Serves MongoDB's wire protocol from a folder, for development. The url names no database. Rejects when the port is
 * taken, the folder is in use by another process, or its data are damaged. Disposal ends all connections once what was written is on disk.
 */
export async function startEmbeddedMongodb(options: EmbeddedMongodbOptions): Promise<EmbeddedMongodb> {
  const { port, host = '127.0.0.1', dataDir, log = () => {}, ttlIntervalMs = 60_000, cursorIdleMs = 600_000 } = options
  await using resources = new AsyncDisposableStack()
  const server = createServer({ noDelay: true })
  const connections = new Set<Socket>()

  resources.use(await lockDirectory(dataDir))
  await requireWhole(dataDir)
  const storage = resources.adopt(createStorage(dataDir), (storage) => storage.close())
  markUsed(dataDir)
  const catalog = createCatalog(storage)
  const records = createRecords(catalog)
  const metrics: Metrics = { keysExamined: 0, documentsExamined: 0, collectionScans: 0 }
  const finder = createFinder(storage, catalog, metrics)
  const cursors = resources.adopt(createCursors({ idleMs: cursorIdleMs }), (cursors) => cursors.close())
  const expiry = { intervalMs: ttlIntervalMs, log }
  resources.adopt(createExpiry({ storage, catalog, finder, records }, expiry), (expiry) => expiry.close())
  const dispatch = createDispatch({ storage, catalog, records, finder, cursors, metrics }, log)

  let lastConnectionId = 0
  server.on('connection', (socket) => {
    connections.add(socket)
    // While a command runs nobody reads the socket, and an error without a listener would end the process.
    socket.on('error', () => socket.destroy())
    socket.once('close', () => connections.delete(socket))
    serve(socket, dispatch, ++lastConnectionId).catch((error: unknown) => {
      if (!socket.destroyed) log(`mongodb: a connection was closed: ${String(error)}`)
      socket.destroy()
    })
  })
  server.listen(port, host)
  await once(server, 'listening')
  resources.defer(async () => {
    server.close()
    for (const socket of connections) socket.destroy()
    await once(server, 'close')
  })

  const { port: boundPort } = addressOf(server.address())
  const owned = resources.move()
  return { url: `mongodb://${host}:${boundPort}`, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

/** One command at a time, in the order in which they came. */
async function serve(socket: Socket, dispatch: Dispatch, connectionId: number): Promise<void> {
  for await (const frame of readFrames(socket)) {
    const request = decodeRequest(frame)
    const answer = await dispatch(request, connectionId)
    if (request.expectsReply) socket.write(encodeReply(request, answer))
  }
}

function addressOf(address: string | AddressInfo | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port')
  return address
}
