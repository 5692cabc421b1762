import { access, rm, writeFile } from 'node:fs/promises'
import type { Env } from '@colloquy/platform/config'
import { canInstall, describeMissing, missingPrograms } from '../programs.mjs'
import type { ProgramName } from '../programs.mjs'
import { cleanEnv } from './infrastructure/stand-in.ts'
import { startChild } from './processes/child.ts'
import { openLogFile } from './processes/log-file.ts'
import { withProgress } from './report.ts'
import type { Report } from './report.ts'

export interface ProvisionOptions {
  env: Env
  report: Report
  /** What has to be there in the end. */
  programs: ProgramName[]
  /** For the installer's output. */
  logDirectory: string
  signal?: AbortSignal
}

/** Something is missing that only people can bring; the message says what to do, in one line. */
export class MissingProgram extends Error {
  override name = 'MissingProgram'
}

/**
 * Makes sure that the programs wanted are on this machine, or that the environment gives their service by URL. On
 * Debian, as root, installs what is missing.
 * @throws MissingProgram
 */
export async function provision({ env, report, programs, logDirectory, signal }: ProvisionOptions): Promise<void> {
  const missing = await missingPrograms(programs, env)
  if (missing.length === 0) return
  if (!(await canInstall())) throw new MissingProgram(await describeMissing(missing))
  const packages = missing.map((program) => program.package)
  const install = ['install', '-y', '--no-install-recommends', ...packages]
  report.info(`${missing.map(({ title }) => title).join(' and ')} not found: running apt-get ${install.join(' ')}`)
  await withoutAutostart(async () => {
    await runApt(['update'], { report, logDirectory, signal })
    await runApt(install, { report, logDirectory, signal })
  })
  const still = await missingPrograms(programs, env)
  if (still.length > 0) throw new MissingProgram(await describeMissing(still))
}

/** A package manager that hangs is better ended than waited for. */
const APT_TIMEOUT_MS = 15 * 60_000

async function runApt(
  args: string[],
  { report, logDirectory, signal }: Pick<ProvisionOptions, 'report' | 'logDirectory' | 'signal'>,
): Promise<void> {
  using log = openLogFile(logDirectory, `apt-${args[0]}`)
  const env = cleanEnv({ DEBIAN_FRONTEND: 'noninteractive', ...proxies() })
  const child = await startChild({ program: 'apt-get', args, env }, log.descriptor)
  const end = AbortSignal.any([AbortSignal.timeout(APT_TIMEOUT_MS), ...(signal ? [signal] : [])])
  end.addEventListener('abort', () => child.kill('SIGTERM'), { once: true })
  const { code } = await withProgress(report, `apt-get ${args[0]}`, child.exited)
  signal?.throwIfAborted()
  if (code === 0) return
  const lines = log.lastLines(5).map((line) => `  ${line}`)
  throw new MissingProgram([`apt-get ${args[0]} failed (${log.path}); is there a network?`, ...lines].join('\n'))
}

const proxies = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => /^(https?|no)_proxy$/i.test(name)))

/** Debian asks this file whether a package may start its services; with it none does. One that is there stays. */
const POLICY_FILE = '/usr/sbin/policy-rc.d'

async function withoutAutostart(work: () => Promise<void>): Promise<void> {
  if (await exists(POLICY_FILE)) return work()
  await writeFile(POLICY_FILE, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    await work()
  } finally {
    await rm(POLICY_FILE, { force: true })
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path)
    return true
  } catch {
    return false
  }
}
