import { join } from 'node:path'
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
const LAST_LINES = 40

/**
 * Builds the web, unless turbo has this very build in its cache.
 * @throws with the build's last lines when it fails
 */
export async function buildWeb({ logDirectory, report, signal }: BuildOptions): Promise<void> {
  using log = openLogFile(logDirectory, 'web-build')
  const startedAt = performance.now()
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
  const exit = await withProgress(report, 'building the web', child.exited)
  signal.removeEventListener('abort', cut)
  signal.throwIfAborted()
  if (exit.code !== 0) {
    const lines = log.lastLines(LAST_LINES).map((line) => `    ${line}`)
    throw new BuildFailed([`The build of the web ended ${describeExit(exit)} (${log.path}):`, ...lines].join('\n'))
  }
  report.info(`  ✓ web built in ${elapsed(startedAt)}`)
}
