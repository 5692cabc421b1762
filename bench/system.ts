import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cleanEnv } from '@colloquy/local/infrastructure/stand-in'
import { freePorts } from '@colloquy/local/ports'
import { provision } from '@colloquy/local/provision'
import { consoleReport, quietReport } from '@colloquy/local/report'
import { startSystem } from '@colloquy/local/system'
import type { System } from '@colloquy/local/system'

/** Starts a throwaway system without the web, its processes and settings those of production. */
export async function startSystemUnderTest(): Promise<System> {
  await using unwind = new AsyncDisposableStack()
  const dataDirectory = unwind.adopt(await mkdtemp(join(tmpdir(), 'colloquy-bench-')), (path) =>
    rm(path, { recursive: true, force: true }),
  )
  await provision({
    env: process.env,
    report: consoleReport,
    programs: ['redis', 'rabbitmq'],
    logDirectory: join(dataDirectory, 'logs'),
  })
  const system = unwind.use(
    await startSystem({
      env: cleanEnv({}),
      ports: await freePorts(),
      dataDirectory,
      supervision: { report: quietReport },
      web: false,
    }),
  )
  const owned = unwind.move()
  return { ...system, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}
