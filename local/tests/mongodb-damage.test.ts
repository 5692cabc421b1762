import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import mongoose from 'mongoose'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startEmbeddedMongodb } from '../src/mongodb/server.ts'
import { DataDamaged } from '../src/mongodb/storage/require-whole.ts'
import { temporaryDirectory } from './mongodb-fixture.ts'

const { MongoClient } = mongoose.mongo
const main = fileURLToPath(new URL('../src/mongodb/main.ts', import.meta.url))
const DOCUMENTS = 2_000

let dataDir: string
let data: string
beforeEach(() => {
  dataDir = temporaryDirectory()
  data = join(dataDir, 'data.mdb')
})
afterEach(() => rmSync(dataDir, { recursive: true }))

async function fill(): Promise<void> {
  await using server = await startEmbeddedMongodb({ port: 0, dataDir })
  await using client = await new MongoClient(server.url).connect()
  const things = client.db('a').collection('b')
  await things.createIndex({ place: 1 })
  await things.insertMany(Array.from({ length: DOCUMENTS }, (_, place) => ({ place, text: 'x'.repeat(200) })))
}

const zeros = (from: number, to: number) => (): void => {
  const bytes = readFileSync(data)
  writeFileSync(data, bytes.fill(0, from, Math.min(to, bytes.length)))
}

describe('the embedded MongoDB on damaged data', () => {
  it.each([
    ['emptied', () => truncateSync(data)],
    ['removed', () => rmSync(data)],
    ['cut in half', () => truncateSync(data, Math.floor(readFileSync(data).length / 2))],
    ['without its beginning', zeros(0, 8_192)],
    ['overwritten in the middle', zeros(100_000, 200_000)],
    ['replaced by something else', () => writeFileSync(data, 'not a database')],
  ])('says so, and changes nothing: %s', async (_, damage) => {
    await fill()
    damage()
    const read = (): Buffer | undefined => {
      try {
        return readFileSync(data)
      } catch {
        return undefined
      }
    }
    const before = read()
    await expect(startEmbeddedMongodb({ port: 0, dataDir })).rejects.toThrow(DataDamaged)
    await expect(startEmbeddedMongodb({ port: 0, dataDir })).rejects.toThrow(/are damaged: .*remove the folder/)
    expect(read()).toEqual(before)
  })

  it('starts on what is whole', async () => {
    await fill()
    await using server = await startEmbeddedMongodb({ port: 0, dataDir })
    await using client = await new MongoClient(server.url).connect()
    expect(await client.db('a').collection('b').countDocuments()).toBe(DOCUMENTS)
  })
})

it('on a full disk: writes fail and reads go on, none that was acknowledged is lost, and writes go on with room', async () => {
  await using open = new AsyncDisposableStack()
  // No file may have more than 2 MB: what is written beyond fails, as on a disk that is full.
  const limited = ['--fsize=2000000:unlimited', process.execPath, main]
  const server = spawn('prlimit', limited, {
    env: { PATH: process.env.PATH, PORT: '0', DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const exited = once(server, 'exit')
  open.defer(async () => {
    server.kill('SIGTERM')
    await exited
  })
  const [line] = await once(createInterface(server.stdout), 'line')
  const client = open.use(await new MongoClient(/mongodb:\/\/\S+/.exec(String(line))?.[0] ?? '').connect())
  const things = client.db('a').collection<{ _id: number; text: string }>('b')
  const acknowledged: number[] = []
  const insert = async (_id: number): Promise<void> => {
    await things.insertOne({ _id, text: 'x'.repeat(100_000) })
    acknowledged.push(_id)
  }
  const fillUp = async (): Promise<void> => {
    for (let _id = 0; _id < 100; _id++) await insert(_id)
  }
  await expect(fillUp()).rejects.toThrow(mongoose.mongo.MongoServerError)
  expect(acknowledged.length).toBeGreaterThan(3)
  await expect(insert(1_000)).rejects.toThrow(mongoose.mongo.MongoServerError)
  expect(await things.countDocuments()).toBe(acknowledged.length)

  const raised = spawn('prlimit', ['--pid', String(server.pid), '--fsize=unlimited'], { stdio: 'ignore' })
  expect(await once(raised, 'exit')).toEqual([0, null])
  await insert(1_001)
  const stored = await things
    .find()
    .map(({ _id }) => _id)
    .toArray()
  expect(stored).toEqual(acknowledged)
})
