import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { buildWeb } from './build-web.ts'
import { cleanEnv } from './infrastructure/stand-in.ts'
import { freePorts } from './ports.ts'
import { provision } from './provision.ts'
import { quietReport } from './report.ts'
import { startSystem } from './system.ts'

/** Starts one throwaway system, the web included, for the tests that speak to it as people and programs do. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await using unwind = new AsyncDisposableStack()
  const dataDirectory = unwind.adopt(await mkdtemp(join(tmpdir(), 'colloquy-e2e-')), (path) =>
    rm(path, { recursive: true, force: true }),
  )
  const logDirectory = join(dataDirectory, 'logs')
  await provision({ env: process.env, report: quietReport, programs: ['redis', 'rabbitmq', 'chromium'], logDirectory })
  const { addresses } = unwind.use(
    await startSystem({
      env: cleanEnv({}),
      ports: await freePorts(),
      dataDirectory,
      supervision: { report: quietReport },
      web: { build: (signal) => buildWeb({ logDirectory, report: quietReport, signal }) },
    }),
  )
  project.provide('system', addresses)
  const owned = unwind.move()
  return () => owned.disposeAsync()
}
