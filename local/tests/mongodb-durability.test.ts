import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { createConnection } from 'node:net'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import mongoose from 'mongoose'
import { describe, expect, it } from 'vitest'
import { startEmbeddedMongodb } from '../src/mongodb/server.ts'
import { failureOf, temporaryDirectory } from './mongodb-fixture.ts'

const { MongoClient } = mongoose.mongo
const main = fileURLToPath(new URL('../src/mongodb/main.ts', import.meta.url))

type Server = { child: ChildProcess; url: string }

async function start(dataDir: string, port = 0): Promise<Server> {
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH, PORT: String(port), DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(createInterface(child.stdout), 'line')
  return { child, url: /mongodb:\/\/\S+/.exec(String(line))?.[0] ?? '' }
}

async function stop({ child }: Server, signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
  const exited = once(child, 'exit')
  child.kill(signal)
  const [code] = await exited
  return code
}

const connect = (url: string): Promise<InstanceType<typeof MongoClient>> =>
  new MongoClient(url, { maxPoolSize: 20, serverSelectionTimeoutMS: 5000 }).connect()

describe('the embedded MongoDB', () => {
  it('loses no acknowledged write when it is killed under load, and its indexes agree with its records', async () => {
    await using resources = new AsyncDisposableStack()
    const dataDir = resources.adopt(temporaryDirectory(), (path) => rmSync(path, { recursive: true }))
    const acknowledged = new Set<string>()
    for (let round = 0; round < 3; round++) {
      const server = await start(dataDir)
      const client = await connect(server.url)
      const messages = client
        .db('chat')
        .collection<{ _id: string; room: string; seq: number; edits: number }>('messages')
      await messages.createIndex({ room: 1, seq: 1 }, { unique: true })
      const killed = new AbortController()
      const writers = Array.from({ length: 10 }, async (_, writer) => {
        for (let seq = 0; !killed.signal.aborted; seq++) {
          const _id = `${round}-${writer}-${seq}`
          await messages.insertOne({ _id, room: `${round}-${writer}`, seq, edits: 0 })
          acknowledged.add(_id)
          await messages.updateOne({ _id }, { $inc: { edits: 1 } })
        }
      })
      const written = Promise.allSettled(writers)
      const before = acknowledged.size
      await expect.poll(() => acknowledged.size, { timeout: 30_000 }).toBeGreaterThan(before + 200)
      await stop(server, 'SIGKILL')
      killed.abort()
      await client.close(true)
      await written
    }

    const server = await start(dataDir)
    const client = await connect(server.url)
    const messages = client.db('chat').collection<{ _id: string }>('messages')
    const stored = new Set(
      await messages
        .find()
        .map(({ _id }) => _id)
        .toArray(),
    )
    const indexed = new Set(
      await messages
        .find()
        .hint({ room: 1, seq: 1 })
        .map(({ _id }) => _id)
        .toArray(),
    )
    expect(acknowledged.difference(stored)).toEqual(new Set())
    expect(indexed).toEqual(stored)
    await client.close()
    expect(await stop(server, 'SIGTERM')).toBe(0)
  })

  it('keeps data and indexes over a clean stop', async () => {
    await using resources = new AsyncDisposableStack()
    const dataDir = resources.adopt(temporaryDirectory(), (path) => rmSync(path, { recursive: true }))
    {
      await using server = await startEmbeddedMongodb({ port: 0, dataDir })
      await using client = await connect(server.url)
      await client.db('a').collection('b').createIndex({ tags: 1 }, { unique: true, sparse: true })
      await client
        .db('a')
        .collection('b')
        .insertMany([{ tags: ['x', 'y'] }, { tags: ['z'] }])
    }
    await using server = await startEmbeddedMongodb({ port: 0, dataDir })
    await using client = await connect(server.url)
    const collection = client.db('a').collection('b')
    expect(await collection.find({ tags: { $in: ['x', 'y'] } }).toArray()).toHaveLength(1)
    expect(await failureOf(collection.insertOne({ tags: 'z' }))).toMatchObject({ code: 11000 })
  })

  it('closes a connection that speaks nonsense, and goes on', async () => {
    await using resources = new AsyncDisposableStack()
    const dataDir = resources.adopt(temporaryDirectory(), (path) => rmSync(path, { recursive: true }))
    await using server = await startEmbeddedMongodb({ port: 0, dataDir })
    const { hostname, port } = new URL(server.url)
    const badSection = Buffer.from('1c0000000100000000000000dd0700000000000000ffffff7f000000', 'hex')
    for (const bytes of [Buffer.alloc(64, 0xff), Buffer.from('GET / HTTP/1.1\r\n\r\n'), Buffer.alloc(16), badSection]) {
      const socket = createConnection(Number(port), hostname)
      socket.write(bytes)
      await once(socket, 'close')
    }
    await using client = await connect(server.url)
    expect(await client.db('a').command({ ping: 1 })).toMatchObject({ ok: 1 })
  })

  it('refuses a port that is taken', async () => {
    await using resources = new AsyncDisposableStack()
    const [one, other] = [temporaryDirectory(), temporaryDirectory()]
    resources.defer(() => [one, other].forEach((path) => rmSync(path, { recursive: true })))
    const server = resources.use(await startEmbeddedMongodb({ port: 0, dataDir: one }))
    const { port } = new URL(server.url)
    expect(await failureOf(startEmbeddedMongodb({ port: Number(port), dataDir: other }))).toMatchObject({
      code: 'EADDRINUSE',
    })
  })

  it.runIf(process.platform === 'linux')('refuses a folder that is in use', async () => {
    await using resources = new AsyncDisposableStack()
    const dataDir = resources.adopt(temporaryDirectory(), (path) => rmSync(path, { recursive: true }))
    resources.use(await startEmbeddedMongodb({ port: 0, dataDir }))
    expect(await failureOf(startEmbeddedMongodb({ port: 0, dataDir }))).toMatchObject({ codeName: 'DBPathInUse' })
  })
})
