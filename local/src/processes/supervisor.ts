import { setTimeout as pause } from 'node:timers/promises'
import { elapsed } from '../report.ts'
import type { Report } from '../report.ts'
import { describeExit, startChild } from './child.ts'
import type { Child, Command } from './child.ts'
import { openLogFile } from './log-file.ts'
import { readableWarning } from './readable-warning.ts'
import { reasonOf, waitUntil } from './wait-until.ts'

/** A program that is to run for as long as the system does. */
export interface ProcessSpec {
  name: string
  command: Command
  /** Resolves when it answers. */
  ready: () => Promise<unknown>
  readyTimeoutMs: number
  /** How long it may take to end after SIGTERM. */
  graceMs: number
}

export interface RestartDelays {
  /** Before the first restart; each further one waits twice as long. */
  firstMs: number
  maxMs: number
  /** One that ran for so long counts as healthy again. */
  steadyMs: number
}

export interface Supervision {
  logDirectory: string
  report: Report
  /** Cuts a start short. */
  signal?: AbortSignal
  delays?: RestartDelays
  /** Told of every process started, so that a later run can end what this one had to leave. */
  onStart?: (name: string, pid: number) => void
}

export interface Supervised extends AsyncDisposable {
  name: string
  /** Of the process that runs, or ran last. */
  readonly pid: number
  /** Sends a signal and resolves once the process is gone, which is answered with a restart. */
  kill: (signal: NodeJS.Signals) => Promise<void>
  /** Resolves when it answers, be it that it is running or being restarted. */
  whenReady: () => Promise<void>
}

/** A program did not come up; the message says how it ended or what it lacks, with its last lines. */
export class StartFailed extends Error {
  override name = 'StartFailed'
}

const RESTART_DELAYS: RestartDelays = { firstMs: 500, maxMs: 30_000, steadyMs: 60_000 }
const TAIL_INTERVAL_MS = 300
const LAST_LINES = 12

/**
 * Starts a program, waits until it answers, and starts it again whenever it ends, with growing delays, until disposed.
 * Its output goes to a log file; warnings and errors in it are reported.
 * @throws when it ends or does not answer the first time: then nothing of it is left running
 */
export async function supervise(spec: ProcessSpec, supervision: Supervision): Promise<Supervised> {
  const { name, command, graceMs } = spec
  const { report, signal, delays = RESTART_DELAYS, onStart } = supervision
  await using unwind = new AsyncDisposableStack()
  const log = unwind.use(openLogFile(supervision.logDirectory, name))
  const reportWarnings = () => {
    for (const line of log.newLines()) {
      const warning = readableWarning(line)
      if (warning) report.warn(`  ${name}: ${warning}`)
    }
  }
  unwind.defer(reportWarnings)
  unwind.adopt(setInterval(reportWarnings, TAIL_INTERVAL_MS).unref(), clearInterval)

  const start = async (): Promise<Child> => {
    const child = await startChild(command, log.descriptor)
    onStart?.(name, child.pid)
    return child
  }
  const lastLines = () => log.lastLines(LAST_LINES).map((line) => `    ${line}`)
  const answers = async (child: Child, given?: AbortSignal) => {
    const gone = new AbortController()
    void child.exited.then((exit) => gone.abort(new Error(`${name} ended ${describeExit(exit)}`)))
    const either = given ? AbortSignal.any([gone.signal, given]) : gone.signal
    await waitUntil(`${name} did not become ready`, spec.ready, { timeoutMs: spec.readyTimeoutMs, signal: either })
  }

  const ending = new AbortController()
  const startedAt = performance.now()
  let child = await start()
  try {
    await answers(child, signal)
    report.info(`  ✓ ${name} is ready, after ${elapsed(startedAt)}`)
  } catch (error) {
    await child.stop(graceMs)
    signal?.throwIfAborted()
    throw new StartFailed([`${unwrapAbort(error)}; its last lines (${log.path}):`, ...lastLines()].join('\n'))
  }

  const keep = async () => {
    for (let delayMs = delays.firstMs; ; delayMs = Math.min(delayMs * 2, delays.maxMs)) {
      const upSince = performance.now()
      const exit = await child.exited
      if (ending.signal.aborted) return
      if (performance.now() - upSince > delays.steadyMs) delayMs = delays.firstMs
      child.kill('SIGKILL')
      const what = `${name} ended ${describeExit(exit)}, and starts again in ${delayMs / 1_000} s. Its last lines (${log.path}):`
      report.warn([what, ...lastLines()].join('\n'))
      try {
        await pause(delayMs, undefined, { signal: ending.signal })
      } catch {
        return
      }
      child = await start()
      if (ending.signal.aborted) return child.stop(graceMs)
      void answers(child, ending.signal).then(
        () => report.warn(`${name} is back`),
        (error: unknown) => {
          if (!ending.signal.aborted) report.warn(unwrapAbort(error))
        },
      )
    }
  }
  const kept = keep()
  const owned = unwind.move()
  owned.defer(async () => {
    ending.abort()
    await child.stop(graceMs)
    await kept
  })
  return {
    name,
    get pid() {
      return child.pid
    },
    kill: async (signalName) => {
      const { kill, exited } = child
      kill(signalName)
      await exited
    },
    whenReady: () => waitUntil(`${name} did not become ready`, spec.ready, { timeoutMs: spec.readyTimeoutMs }),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

/** An aborted wait is an AbortError whose cause says why. */
const unwrapAbort = (error: unknown): string =>
  reasonOf(error instanceof Error && error.name === 'AbortError' ? (error.cause ?? error) : error)
