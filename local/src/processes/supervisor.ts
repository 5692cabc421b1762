import { setTimeout as pause } from 'node:timers/promises'
import { elapsed } from '../report.ts'
import type { Report } from '../report.ts'
import { describeExit, startChild } from './child.ts'
import type { Child, Command } from './child.ts'
import { watchHealth } from './health.ts'
import type { HealthRules } from './health.ts'
import { openLogFile } from './log-file.ts'
import { requireOwnPorts } from './own-ports.ts'
import { readableWarning } from './readable-warning.ts'
import { reasonOf, waitUntil } from './wait-until.ts'

/** A program that is to run for as long as the system does. */
export interface ProcessSpec {
  name: string
  command: Command
  /** Those it listens on, once it is ready: whoever else answers there is not believed. */
  ports: number[]
  /** Resolves when it answers. */
  ready: () => Promise<unknown>
  /** Resolves when it lives, whatever it depends on; `ready` by default. */
  alive?: () => Promise<unknown>
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
  health?: HealthRules
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
 * Starts a program, waits until it answers, and starts it again whenever it ends, with growing delays, until disposed. One that
 * runs and does not answer any more is ended, and so started again.
 * Its output goes to a log file; warnings and errors in it are reported.
 * @throws when it ends or does not answer the first time: then nothing of it is left running
 */
export async function supervise(spec: ProcessSpec, supervision: Supervision): Promise<Supervised> {
  const { name, command, graceMs } = spec
  const { report, signal, delays = RESTART_DELAYS, onStart, health } = supervision
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
  const ready = async (child: Child) => {
    await spec.ready()
    requireOwnPorts(spec.ports, child.pid)
  }
  const answers = async (child: Child, given?: AbortSignal) => {
    const gone = new AbortController()
    void child.exited.then((exit) => gone.abort(new Error(`${name} ended ${describeExit(exit)}`)))
    const either = given ? AbortSignal.any([gone.signal, given]) : gone.signal
    const options = { timeoutMs: spec.readyTimeoutMs, signal: either }
    await waitUntil(`${name} did not become ready`, () => ready(child), options)
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

  const watch = (watched: Child) =>
    watchHealth({
      alive: async () => {
        await (spec.alive ?? spec.ready)()
        requireOwnPorts(spec.ports, watched.pid)
      },
      rules: health,
      until: AbortSignal.any([ending.signal, abortedBy(watched.exited)]),
      onDead: async (reason) => {
        report.warn(`${name} does not answer and is ended: ${reason}`)
        await watched.stop(graceMs)
      },
    })
  /** Whatever keeps a program from being started, such as a lack of memory, may pass. */
  const startAgain = async (): Promise<Child> => {
    for (;;) {
      try {
        return await start()
      } catch (error) {
        report.warn(`${name} cannot be started, and is tried again in ${delays.maxMs / 1_000} s: ${reasonOf(error)}`)
        await pause(delays.maxMs, undefined, { signal: ending.signal })
      }
    }
  }

  const follow = async (restarted: Child): Promise<void> => {
    try {
      await answers(restarted, ending.signal)
      report.warn(`${name} is back`)
    } catch (error) {
      if (ending.signal.aborted) return
      report.warn(unwrapAbort(error))
    }
    watch(restarted)
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
        child = await startAgain()
      } catch {
        return
      }
      if (ending.signal.aborted) return child.stop(graceMs)
      void follow(child)
    }
  }
  const kept = keep()
  watch(child)
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
    whenReady: () => waitUntil(`${name} did not become ready`, () => ready(child), { timeoutMs: spec.readyTimeoutMs }),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

function abortedBy(event: Promise<unknown>): AbortSignal {
  const abort = new AbortController()
  void event.then(() => abort.abort())
  return abort.signal
}

/** An aborted wait is an AbortError whose cause says why. */
const unwrapAbort = (error: unknown): string =>
  reasonOf(error instanceof Error && error.name === 'AbortError' ? (error.cause ?? error) : error)
