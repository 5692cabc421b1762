import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { cleanEnv, repositoryRoot } from './infrastructure/stand-in.ts'
import { describeExit, startChild } from './processes/child.ts'
import { openLogFile } from './processes/log-file.ts'
import { elapsed, withProgress } from './report.ts'
import type { Report } from './report.ts'

export interface BuildOptions {
  logDirectory: string
  report: Report
  signal: AbortSignal
}

export class BuildFailed extends Error {
  override name = 'BuildFailed'
}

/** turbo ends its tasks by itself when asked to. */
const CUT_GRACE_MS = 5_000
/** What next says when it finds its lock taken. */
const ANOTHER_BUILD = 'Another next build process is already running'
const RETRY_MS = 2_000
const LAST_LINES = 40

/**
 * Builds the web, unless turbo has this very build in its cache. Two launchers of one checkout build one after the other.
 * @throws BuildFailed with the build's last lines
 */
export async function buildWeb(options: BuildOptions): Promise<void> {
  const { report, signal } = options
  const startedAt = performance.now()
  const building = async () => {
    while ((await runBuild(options)) === 'another runs') await pause(RETRY_MS, undefined, { signal })
  }
  await withProgress(report, 'building the web', building())
  report.info(`  ✓ web built in ${elapsed(startedAt)}`)
}

async function runBuild({ logDirectory, signal }: BuildOptions): Promise<'built' | 'another runs'> {
  using log = openLogFile(logDirectory, 'web-build')
  const child = await startChild(
    {
      program: process.execPath,
      args: [join(repositoryRoot, 'node_modules/turbo/bin/turbo'), 'run', 'build', '--output-logs=full', '--ui=stream'],
      env: cleanEnv({ TURBO_TELEMETRY_DISABLED: '1', NEXT_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' }),
      cwd: repositoryRoot,
    },
    log.descriptor,
  )
  const cut = () => void child.stop(CUT_GRACE_MS)
  signal.addEventListener('abort', cut, { once: true })
  const exit = await child.exited
  signal.removeEventListener('abort', cut)
  signal.throwIfAborted()
  if (exit.code === 0) return 'built'
  const lines = log.lastLines(LAST_LINES).map((line) => `    ${line}`)
  if (lines.some((line) => line.includes(ANOTHER_BUILD))) return 'another runs'
  throw new BuildFailed([`The build of the web ended ${describeExit(exit)} (${log.path}):`, ...lines].join('\n'))
}
