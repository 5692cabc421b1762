import { access, rm, writeFile } from 'node:fs/promises'
import type { Env } from '@colloquy/platform/config'
import { readGivenServices } from './given-services.ts'
import type { GivenServices } from './given-services.ts'
import { findRabbitmq } from './infrastructure/rabbitmq.ts'
import { findRedis } from './infrastructure/redis.ts'
import { cleanEnv } from './infrastructure/stand-in.ts'
import { startChild } from './processes/child.ts'
import { findProgram } from './processes/find-program.ts'
import { openLogFile } from './processes/log-file.ts'
import { withProgress } from './report.ts'
import type { Report } from './report.ts'

/** Programs that this machine is to have, because they cannot come with the project. */
const PROGRAMS = {
  redis: {
    title: 'Redis',
    package: 'redis-server',
    find: findRedis,
    isGiven: (given: GivenServices) => given.redisUrl !== undefined,
    otherwise: 'set REDIS_URL, or use `docker compose up`',
  },
  rabbitmq: {
    title: 'RabbitMQ',
    package: 'rabbitmq-server',
    find: findRabbitmq,
    isGiven: (given: GivenServices) => given.rabbitmqUrl !== undefined,
    otherwise: 'set RABBITMQ_URL, or use `docker compose up`',
  },
  chromium: {
    title: 'Chromium',
    package: 'chromium',
    find: () => findProgram(BROWSERS),
    isGiven: () => false,
    otherwise: 'have Chromium or Chrome on the PATH',
  },
}

/** Names that browsers of the Chromium family go by. */
export const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

export type ProgramName = keyof typeof PROGRAMS

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
  const missing = await missingOf(programs, readGivenServices(env))
  if (missing.length === 0) return
  const titles = missing.map(({ title }) => title).join(' and ')
  const packages = missing.map((program) => program.package)
  const install = `apt-get install -y --no-install-recommends ${packages.join(' ')}`
  const aptGet = await findProgram(['apt-get'])
  if (!aptGet || process.getuid?.() !== 0) {
    const byHand = aptGet ? `run \`sudo ${install}\`` : `install ${titles}`
    throw new MissingProgram(`${titles} not found on this machine: ${byHand}, ${missing[0]?.otherwise}`)
  }
  report.info(`${titles} not found: running ${install}`)
  await withoutAutostart(async () => {
    await runApt(aptGet, ['update'], { report, logDirectory, signal })
    await runApt(aptGet, ['install', '-y', '--no-install-recommends', ...packages], { report, logDirectory, signal })
  })
  const still = await missingOf(programs, readGivenServices(env))
  if (still[0]) throw new MissingProgram(`${still[0].title} is missing after its installation: ${still[0].otherwise}`)
}

async function missingOf(programs: ProgramName[], given: GivenServices) {
  const found = await Promise.all(
    programs.map(async (name) => PROGRAMS[name].isGiven(given) || (await PROGRAMS[name].find()) !== undefined),
  )
  return programs.filter((_, index) => !found[index]).map((name) => PROGRAMS[name])
}

/** A package manager that hangs is better ended than waited for. */
const APT_TIMEOUT_MS = 15 * 60_000

async function runApt(
  program: string,
  args: string[],
  { report, logDirectory, signal }: Pick<ProvisionOptions, 'report' | 'logDirectory' | 'signal'>,
): Promise<void> {
  using log = openLogFile(logDirectory, `apt-${args[0]}`)
  const env = cleanEnv({ DEBIAN_FRONTEND: 'noninteractive', ...proxies() })
  const child = await startChild({ program, args, env }, log.descriptor)
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
