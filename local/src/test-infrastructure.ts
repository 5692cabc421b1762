import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startInfrastructure } from './infrastructure.ts'
import { provision } from './provision.ts'
import { freePorts } from './ports.ts'
import { quietReport } from './report.ts'

/** Starts one throwaway set of infrastructure for a test run, and tells its tests where it is. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await provision({
    env: process.env,
    report: quietReport,
    programs: ['redis', 'rabbitmq'],
    logDirectory: join(tmpdir(), 'colloquy-provision'),
  })
  await using unwind = new AsyncDisposableStack()
  const dataDirectory = unwind.adopt(await mkdtemp(join(tmpdir(), 'colloquy-test-')), (path) =>
    rm(path, { recursive: true, force: true }),
  )
  const { addresses } = unwind.use(
    await startInfrastructure({
      env: process.env,
      ports: await freePorts(),
      dataDirectory,
      s3Keys: { accessKeyId: 'test', secretAccessKey: 'a-secret-for-tests-only' },
      allowedOrigins: ['*'],
      supervision: { logDirectory: join(dataDirectory, 'logs'), report: quietReport },
    }),
  )
  project.provide('infrastructure', addresses)
  const owned = unwind.move()
  return () => owned.disposeAsync()
}
