import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

/** A user without rights, on a machine that has nothing but Node. */
const NOBODY = 65_534
const LOCAL = join(import.meta.dirname, '..')

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'colloquy-bootstrap-'))
  chmodSync(directory, 0o755)
  for (const file of ['bootstrap.mjs', 'programs.mjs']) cpSync(join(LOCAL, file), join(directory, 'local', file))
  writeFileSync(join(directory, 'package-lock.json'), '{}')
  cpSync(process.execPath, join(directory, 'node'))
  writeFileSync(join(directory, 'apt-get'), '#!/bin/sh\n', { mode: 0o755 })
})
afterEach(() => rmSync(directory, { recursive: true }))

function start(env: NodeJS.ProcessEnv): { code: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(join(directory, 'node'), ['local/bootstrap.mjs', 'start'], {
    cwd: directory,
    env: { PATH: directory, ...env },
    encoding: 'utf8',
    ...(process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}),
  })
  return { code: status, said: stdout + stderr }
}

const ALL = 'redis-server rabbitmq-server`, set REDIS_URL and RABBITMQ_URL, or use `docker compose up`'

test('all that is missing is said in the beginning, before anything is installed', () => {
  const { code, said } = start({})
  expect(code).toBe(1)
  expect(said).toBe(
    'npm is not on the PATH: install Node.js with npm.\n' +
      `Redis and RabbitMQ not found on this machine: run \`sudo apt-get install -y --no-install-recommends ${ALL}\n`,
  )
})

test('a server that the environment or .env names is not missing', () => {
  writeFileSync(join(directory, '.env'), '# mine\nRABBITMQ_URL="amqp://127.0.0.1"\n')
  expect(start({ REDIS_URL: 'redis://127.0.0.1:6379' }).said).toBe(
    'npm is not on the PATH: install Node.js with npm.\n',
  )
  expect(start({}).said).toContain('Redis not found on this machine')
})
