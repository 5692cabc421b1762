import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { cleanEnv } from '@colloquy/local/infrastructure/stand-in'
import { freePorts } from '@colloquy/local/ports'
import { startSystem } from '@colloquy/local/system'
import type { System } from '@colloquy/local/system'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { refresh, request, signIn } from './client.ts'
import { SEND, direct } from './talk.ts'

const EXAMPLE = join(import.meta.dirname, '../examples/inbox.ts')
const ACCESS_TOKEN_SECONDS = '10'
const silent = { info: () => {}, warn: () => {} }

let open: AsyncDisposableStack
let system: System
let directory: string

beforeAll(async () => {
  open = new AsyncDisposableStack()
  directory = open.adopt(await mkdtemp(join(tmpdir(), 'colloquy-example-')), (path) =>
    rm(path, { recursive: true, force: true }),
  )
  system = open.use(
    await startSystem({
      env: cleanEnv({ ACCESS_TOKEN_SECONDS }),
      ports: await freePorts(),
      dataDirectory: join(directory, 'data'),
      supervision: { report: silent },
      web: false,
    }),
  )
}, 120_000)
afterAll(() => open.disposeAsync(), 60_000)

/** Starts the example, and gives a way to wait for what it prints. */
function startExample(sessionFile: string) {
  const child = spawn(process.execPath, [EXAMPLE], {
    env: cleanEnv({ GATEWAY_URL: system.addresses.gatewayUrl, SESSION_FILE: sessionFile }),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const lines: string[] = []
  createInterface(child.stdout).on('line', (line) => void lines.push(line))
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL')
    await exited
  }
  return { lines, printed: (count: number) => expect.poll(() => lines.length, { timeout: 60_000 }).toBe(count), stop }
}

test('the example prints each message once, through a killed gateway, expired tokens and its own restart', async () => {
  const ada = await signIn(system.addresses, 'ada')
  const ben = await signIn(system.addresses, 'ben')
  const id = await direct(ada, ben)
  const sessionFile = join(directory, 'session.json')
  await writeFile(sessionFile, JSON.stringify({ refreshToken: ben.session.refreshToken }))
  const example = startExample(sessionFile)
  open.defer(example.stop)
  const position = async () => JSON.parse(await readFile(sessionFile, 'utf8')).after
  await expect.poll(position, { timeout: 30_000 }).toBeTruthy()

  const sent: string[] = []
  let { refreshToken } = ada.session
  /** Ada's access tokens are as short-lived: each message goes with a new one. */
  const tell = async (text: string): Promise<void> => {
    sent.push(text)
    const { data } = await refresh(system.addresses, refreshToken)
    const { accessToken } = data.refreshSession
    refreshToken = data.refreshSession.refreshToken
    const input = { conversationId: id, clientId: randomUUID(), text }
    const { errors } = await request(system.addresses, { query: SEND, variables: { input } }, accessToken)
    expect(errors).toBeUndefined()
  }
  await tell('before')
  await example.printed(1)
  await expect.poll(() => ben.refused('{ me { id } }'), { timeout: 30_000 }).toBe('UNAUTHENTICATED')
  await system.restart('gateway', 'SIGKILL')
  for (const text of ['while it was away', 'and once more']) await tell(text)
  await example.printed(3)
  await example.stop()
  await tell('while it did not run')
  const second = startExample(sessionFile)
  open.defer(second.stop)
  await second.printed(1)
  const printed = [...example.lines, ...second.lines].map((line) => line.slice(line.indexOf(': ') + 2))
  expect(printed).toEqual(sent)
})

test('README shows the example as it is', async () => {
  const [readme, source] = await Promise.all([
    readFile(join(import.meta.dirname, '../README.md'), 'utf8'),
    readFile(EXAMPLE, 'utf8'),
  ])
  const code = source.slice(source.indexOf('import '))
  expect(readme).toContain(`\`\`\`ts\n${code}\`\`\``)
})
