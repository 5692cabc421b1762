import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'

/** A service that logs a line for each connection, and answers it. */
const SERVICE = `
  import { createServer } from 'node:net'
  import { createLogger } from '${join(import.meta.dirname, 'logger.ts')}'
  import { run } from '${join(import.meta.dirname, 'process.ts')}'
  const logger = createLogger('sample', 'info')
  const server = createServer((socket) => { logger.info('x'.repeat(2000)); socket.end('answer') })
  await run(() => new Promise((resolve) => server.listen(Number(process.env.PORT), '127.0.0.1', () => resolve({
    [Symbol.asyncDispose]: async () => { logger.info('ending'); server.close() },
  }))))
`

test('a service whose log cannot be written goes on answering, and ends when it is asked to', async () => {
  await using open = new AsyncDisposableStack()
  const directory = open.adopt(await mkdtemp(join(tmpdir(), 'colloquy-log-')), (path) => rm(path, { recursive: true }))
  const port = await freePort()
  const log = openSync(join(directory, 'log'), 'a')
  // A file may have 4 blocks of 512 bytes: what is written beyond fails, as on a disk that is full.
  const limited = ['-c', 'ulimit -f 4; exec "$0" "$@"', process.execPath, '--input-type=module', '-e', SERVICE]
  const child = spawn('sh', limited, { env: { PORT: String(port) }, stdio: ['ignore', log, log] })
  closeSync(log)
  const exited = once(child, 'exit')
  open.defer(() => void child.kill('SIGKILL'))

  await expect.poll(() => ask(port).catch(String), { timeout: 10_000 }).toBe('answer')
  for (let asked = 0; asked < 5; asked++) expect(await ask(port)).toBe('answer')
  expect((await readFile(join(directory, 'log'))).length).toBeLessThanOrEqual(4 * 1_024)
  child.kill('SIGTERM')
  expect(await exited).toEqual([0, null])
})

test('a line is JSON in UTC with the service, and secrets in known places are taken out', async () => {
  const LINE = `
    import { createLogger } from '${join(import.meta.dirname, 'logger.ts')}'
    const headers = { authorization: 'Bearer hidden', cookie: 'a=hidden', accept: 'shown' }
    const secrets = { refreshToken: 'hidden', accessToken: 'hidden', code: 'hidden', password: 'hidden' }
    createLogger('sample', 'info').info({ headers, ...secrets }, 'two\\nlines')
  `
  const child = spawn(process.execPath, ['--input-type=module', '-e', LINE], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line = '', ...more] = (await text(child.stdout)).trimEnd().split('\n')
  expect(more).toEqual([])
  expect(JSON.parse(line)).toMatchObject({
    level: 'info',
    service: 'sample',
    msg: 'two\nlines',
    headers: { accept: 'shown' },
  })
  expect(JSON.parse(line).time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
  expect(line).not.toContain('hidden')
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address ? address.port : 0
}

async function ask(port: number): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  const [answer] = await once(socket, 'data')
  return String(answer)
}
