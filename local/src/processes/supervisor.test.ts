import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Report } from '../report.ts'
import { processIdentity } from './process-identity.ts'
import { StartFailed, supervise } from './supervisor.ts'
import type { ProcessSpec, Supervised } from './supervisor.ts'
import { waitUntil } from './wait-until.ts'

const DELAYS = { firstMs: 50, maxMs: 200, steadyMs: 60_000 }

let open: AsyncDisposableStack
let directory: string
let warnings: string[]
const report: Report = { info: () => {}, warn: (line) => void warnings.push(line) }

beforeEach(async () => {
  open = new AsyncDisposableStack()
  warnings = []
  directory = open.adopt(await mkdtemp(join(tmpdir(), 'colloquy-supervisor-')), (path) => rm(path, { recursive: true }))
})
afterEach(() => open.disposeAsync())

/** A program of one line that is ready when it has printed `up`. */
function spec(script: string, graceMs = 5_000): ProcessSpec {
  return {
    name: 'sample',
    command: { program: process.execPath, args: ['-e', script], env: {} },
    ports: [],
    ready: async () => {
      if (!(await readFile(join(directory, 'sample.log'), 'utf8')).includes('up')) throw new Error('it did not say up')
    },
    readyTimeoutMs: 2_000,
    graceMs,
  }
}

const start = async (script: string, graceMs?: number): Promise<Supervised> =>
  open.use(await supervise(spec(script, graceMs), { logDirectory: directory, report, delays: DELAYS }))

const restarts = (count: number) =>
  waitUntil(
    `${count} restarts`,
    async () => {
      const seen = warnings.filter((line) => line.includes('starts again')).length
      if (seen < count) throw new Error(`there were ${seen}`)
    },
    { timeoutMs: 10_000 },
  )

test('one that dies is named with its last lines and started again, each time later, up to a limit', async () => {
  await start("console.log('up'); setTimeout(() => { console.error('no more'); process.exit(3) }, 300)")
  await restarts(4)
  const delays = warnings.flatMap((line) => /starts again in ([\d.]+) s/.exec(line)?.slice(1) ?? [])
  expect(delays.slice(0, 4)).toEqual(['0.05', '0.1', '0.2', '0.2'])
  expect(warnings[0]).toContain('sample ended with code 3')
  expect(warnings[0]).toContain('no more')
})

test('one that was killed comes back as another process', async () => {
  const sample = await start("console.log('up'); setInterval(() => {}, 1_000)")
  const { pid } = sample
  await sample.kill('SIGKILL')
  await waitUntil(
    'the next process',
    async () => {
      if (sample.pid === pid) throw new Error('it is the old one')
    },
    { timeoutMs: 5_000 },
  )
  expect(warnings[0]).toContain('by SIGKILL')
  expect(processIdentity(sample.pid)).toBeDefined()
})

test('one that never comes up is an error with its last lines, and is not left running', async () => {
  await expect(start("console.error('bad configuration'); process.exit(1)")).rejects.toThrow(
    /sample ended with code 1[\s\S]*bad configuration/,
  )
  await expect(start("console.log(process.pid, 'starting'); setInterval(() => {}, 1_000)")).rejects.toThrow(StartFailed)
  const pid = Number.parseInt(await readFile(join(directory, 'sample.log'), 'utf8'), 10)
  expect(processIdentity(pid)).toBeUndefined()
})

test('one that does not end when asked is killed after its grace, its children with it', async () => {
  const stubborn = `
    process.on('SIGTERM', () => {})
    const child = require('node:child_process').spawn(process.execPath, ['-e', "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)"])
    console.log(child.pid, 'up')
    setInterval(() => {}, 1_000)`
  const sample = await start(stubborn, 200)
  const grandchild = Number.parseInt(await readFile(join(directory, 'sample.log'), 'utf8'), 10)
  await sample[Symbol.asyncDispose]()
  const gone = async () => {
    if (processIdentity(grandchild)) throw new Error('it still runs')
  }
  await waitUntil('the grandchild to end', gone, { timeoutMs: 5_000 })
  expect(processIdentity(sample.pid)).toBeUndefined()
})

test('warnings in its log are reported in words', async () => {
  const line = JSON.stringify({ level: 'error', msg: 'request failed', err: { message: 'no database' } })
  await start(`console.log('up'); console.log(${JSON.stringify(line)}); setInterval(() => {}, 1_000)`)
  await waitUntil(
    'the warning',
    async () => expect(warnings).toContain('  sample: error: request failed: no database'),
    { timeoutMs: 5_000 },
  )
})

const LISTENER = (port: number) =>
  `require('node:net').createServer((s) => s.end('x')).listen(${port}, '127.0.0.1', () => console.log('up'))`

async function listening(): Promise<{ port: number } & AsyncDisposable> {
  const server = createServer((socket) => socket.end('mine')).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { port, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

const answersOn = (port: number) => async (): Promise<void> => {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'data', { signal: AbortSignal.timeout(1_000) })
  } finally {
    socket.destroy()
  }
}

test.runIf(process.platform === 'linux')('another process that answers on its port is not believed', async () => {
  await using other = await listening()
  const { port } = other
  const silent = { ...spec('setInterval(() => {}, 1_000)'), ports: [port], ready: answersOn(port) }
  const started = supervise(silent, { logDirectory: directory, report, delays: DELAYS })
  await expect(started).rejects.toThrow(`another process listens on port ${port}`)
})

test('one that does not answer any more is ended, though deaf to SIGTERM, and starts again', async () => {
  const { port, ...other } = await listening()
  await other[Symbol.asyncDispose]()
  const deaf = { ...spec(LISTENER(port), 200), ports: [port], ready: answersOn(port) }
  const health = { intervalMs: 50, timeoutMs: 500, failures: 3 }
  const sample = open.use(await supervise(deaf, { logDirectory: directory, report, delays: DELAYS, health }))
  const { pid } = sample
  process.kill(pid, 'SIGSTOP')
  await waitUntil('it is back', async () => expect(warnings).toContain('sample is back'), { timeoutMs: 10_000 })
  expect(warnings[0]).toContain('sample does not answer and is ended')
  expect(sample.pid).not.toBe(pid)
})
