import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLogger } from '@colloquy/platform/logger'
import { connectRedis } from '@colloquy/platform/redis'
import { expect, test } from 'vitest'
import { REDIS_SERVERS, findProgram } from '../programs.mjs'
import { filesOf, makePasswords } from '../src/compose-files.ts'
import { makeSecrets } from '../src/make-secrets.ts'
import { freePorts } from '../src/ports.ts'
import { answersRedis } from '../src/processes/probes.ts'
import { waitUntil } from '../src/processes/wait-until.ts'

const logger = createLogger('test', 'silent')

test('Redis in Compose lets in services by their passwords, and nobody else', async () => {
  await using open = new AsyncDisposableStack()
  const directory = open.adopt(await mkdtemp(join(tmpdir(), 'colloquy-acl-')), (path) => rm(path, { recursive: true }))
  const passwords = makePasswords()
  const acl = filesOf(makeSecrets(), passwords).redis?.['users.acl'] ?? ''
  await writeFile(join(directory, 'users.acl'), acl)
  const { REDIS_PORT: port } = await freePorts()
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', directory]
  const program = (await findProgram(REDIS_SERVERS)) ?? 'redis-server'
  const server = spawn(program, [...options, '--aclfile', join(directory, 'users.acl')], {
    stdio: 'ignore',
    argv0: 'redis-server',
  })
  const exited = once(server, 'exit')
  open.defer(async () => {
    server.kill('SIGTERM')
    await exited
  })
  // As Compose's health check: without signing in.
  await waitUntil('Redis to answer', () => answersRedis(port), { timeoutMs: 10_000 })

  const at = (user: string) => `redis://${user}@127.0.0.1:${port}`
  const gateway = open.use(await connectRedis(at(`gateway:${passwords.REDIS_GATEWAY_PASSWORD}`), logger))
  await gateway.ready()
  expect(await gateway.eval("return redis.call('incr', KEYS[1])", 1, 'count')).toBe(1)
  expect(await gateway.publish('user:1', '{}')).toBe(0)
  await expect(gateway.flushall()).rejects.toThrow('NOPERM')
  await expect(gateway.config('GET', 'dir')).rejects.toThrow('NOPERM')
  await expect(gateway.call('AUTH', 'users', passwords.REDIS_GATEWAY_PASSWORD)).rejects.toThrow('WRONGPASS')
})
