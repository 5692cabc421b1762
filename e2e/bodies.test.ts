import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePorts } from '@colloquy/local/ports'
import { supervise } from '@colloquy/local/processes/supervisor'
import type { Supervised } from '@colloquy/local/processes/supervisor'
import { webSpec } from '@colloquy/local/services'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { deadline } from './deadline.ts'

const MIB = 2 ** 20
/** Of a body, to each path. */
const SIZE_MIB = 24
const CHUNK = Buffer.alloc(MIB, 'x')
const FRAMED = Buffer.concat([Buffer.from(`${MIB.toString(16)}\r\n`), CHUNK, Buffer.from('\r\n')])

/** Routes that read their body. */
const READING = ['/api/session/code', '/api/session/verify']
/** Pages, which proxy.ts sees first; the second sends elsewhere. */
const PAGES = ['/sign-in', '/c/1', '/nowhere']
const OTHERS = ['/api/session/refresh', '/api/session/sign-out', '/health/live', '/_next/static/nowhere.js']
const PATHS = [...READING, ...PAGES, ...OTHERS]
/** What a server may take for other reasons, a fraction of what it is sent here. */
const NOISE_MIB = 100

/** A server of its own, so that what it holds is nobody else's. */
let web: Supervised
let port: number
const open = new AsyncDisposableStack()

beforeAll(async () => {
  const logDirectory = open.adopt(await mkdtemp(join(tmpdir(), 'colloquy-bodies-')), (path) =>
    rm(path, { recursive: true, force: true }),
  )
  port = (await freePorts()).WEB_PORT
  const { gatewayUrl } = inject('system')
  const variables = { NODE_ENV: 'production', GATEWAY_URL: gatewayUrl, WEB_CLIENT_SECRET: 'x'.repeat(32) }
  web = open.use(
    await supervise(webSpec(port, variables), { logDirectory, report: { info: () => {}, warn: () => {} } }),
  )
  // The first answer of each path takes memory for good.
  for (const path of PATHS) await statusOf(path, null)
})

afterAll(() => open.disposeAsync())

/** MiB of memory that the web's process has. */
const residentMib = (): number =>
  Number(execFileSync('ps', ['-o', 'rss=', '-p', String(web.pid)], { encoding: 'utf8' })) / 1024

interface Upload {
  socket: Socket
  /** What came back so far. */
  answer: () => string
  /** Sends so many MiB, and resolves when all are on their way or the web has closed the connection. */
  send: (mib: number) => Promise<void>
}

/** Begins a POST by hand: fetch would wait for the end of the body, or refuse the length. */
function post(path: string, declaredBytes: number | null): Upload {
  const socket = connect(port, '127.0.0.1')
  const closed = new Promise((resolve) => socket.on('close', resolve))
  // A connection that the web cuts may end by a reset.
  socket.on('error', () => {})
  let answer = ''
  socket.on('data', (bytes) => (answer += bytes.toString('latin1')))
  const length = declaredBytes === null ? 'transfer-encoding: chunked' : `content-length: ${declaredBytes}`
  const site = `host: localhost:${port}\r\norigin: http://localhost:${port}\r\nsec-fetch-site: same-origin`
  socket.write(`POST ${path} HTTP/1.1\r\n${site}\r\ncontent-type: application/json\r\n${length}\r\n\r\n`)
  return {
    socket,
    answer: () => answer,
    send: async (mib) => {
      for (let sent = 0; sent < mib && !socket.destroyed; sent++) {
        const onItsWay = new Promise((resolve) => socket.write(declaredBytes === null ? FRAMED : CHUNK, resolve))
        await Promise.race([onItsWay, closed])
      }
    },
  }
}

/** The status that a large body is answered by, once it was sent or cut. */
async function statusOf(path: string, declaredBytes: number | null): Promise<number> {
  const upload = post(path, declaredBytes)
  await upload.send(SIZE_MIB)
  if (declaredBytes === null) upload.socket.write('0\r\n\r\n')
  const status = await deadline(`an answer of ${path}`, () => /^HTTP\/1\.1 (\d{3})/.exec(upload.answer())?.[1])
  upload.socket.destroy()
  return Number(status)
}

test.each([
  { length: 'declared', bytes: SIZE_MIB * MIB },
  { length: 'not declared', bytes: null },
])('24 MB to any path, $length, are refused or passed over, and nothing of them is kept', async ({ bytes }) => {
  const before = residentMib()
  const statuses = new Map<string, number>()
  for (const path of PATHS) statuses.set(path, await statusOf(path, bytes))
  expect(READING.map((path) => statuses.get(path))).toEqual([413, 413])
  expect(Math.max(...statuses.values())).toBeLessThan(500)
  expect(residentMib() - before).toBeLessThan(NOISE_MIB)
  expect((await fetch(`http://127.0.0.1:${port}/health/live`)).status).toBe(200)
})

test('bytes that are no request for us are answered or cut, and no upgrade is waited for', async () => {
  await fetch(`http://127.0.0.1:${port}/health/live`)
  const host = `Host: localhost:${port}`
  const upgrade = `${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==`
  const starts = [
    ...['/', '/api/session/code', '/_next/webpack-hmr'].map((path) => `GET ${path} HTTP/1.1\r\n${upgrade}`),
    ...['/%E0%A4%A', '/c/%ff', '//a//b', '/\\a', 'http://[::1', '*'].map((path) => `GET ${path} HTTP/1.1\r\n${host}`),
    ...['CONNECT a:443', 'TRACE /', 'OPTIONS *', 'NOTHING /'].map((start) => `${start} HTTP/1.1\r\n${host}`),
    'GET / HTTP/1.1\r\nHost: [::',
    `GET / HTTP/1.1\r\n${host}\r\nCookie: =;%;colloquy_refresh_${port}=%E0%A4%A`,
    `GET / HTTP/1.1\r\n${host}\r\nRSC: 1\r\nNext-Router-State-Tree: %%%`,
    `POST / HTTP/1.1\r\n${host}\r\nNext-Action: 00\r\nContent-Length: 0`,
    '\x16\x03\x01\x02',
  ]
  await Promise.all(starts.map(answeredOrCut))
  expect((await fetch(`http://127.0.0.1:${port}/health/live`)).status).toBe(200)
})

/** Resolves once something comes back, or the connection ends. */
async function answeredOrCut(start: string): Promise<void> {
  const socket = connect(port, '127.0.0.1').on('error', () => {})
  let isDone = false
  for (const event of ['data', 'close']) socket.on(event, () => (isDone = true))
  socket.write(Buffer.from(`${start}\r\n\r\n`, 'latin1'))
  await deadline(`an answer to ${JSON.stringify(start)}`, () => isDone || undefined)
  socket.destroy()
}

test('48 bodies of 9 MB that never end are not held', async () => {
  const before = residentMib()
  const uploads = PAGES.flatMap((path) => Array.from({ length: 16 }, () => post(path, null)))
  await Promise.all(uploads.map((upload) => upload.send(9)))
  expect((await fetch(`http://127.0.0.1:${port}/sign-in`)).status).toBe(200)
  expect(residentMib() - before).toBeLessThan(NOISE_MIB)
  for (const { socket } of uploads) socket.destroy()
})
