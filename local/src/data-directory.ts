import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { processIdentity } from './processes/process-identity.ts'
import { reasonOf, waitUntil } from './processes/wait-until.ts'
import type { Report } from './report.ts'

const runningProcess = z.object({ name: z.string(), pid: z.number(), identity: z.string() })
const runFile = z.object({ launcher: runningProcess, children: z.array(runningProcess) })
type RunningProcess = z.infer<typeof runningProcess>
type RunFile = z.infer<typeof runFile>

/** Another launcher runs on the same data. */
export class DataDirectoryInUse extends Error {
  override name = 'DataDirectoryInUse'
}

export interface ClaimedDataDirectory extends Disposable {
  /**
   * Notes a child, so that the next launcher can end it should this one be killed. A note that cannot be written, on a full disk,
   * is reported and tried again until it can.
   */
  note: (name: string, pid: number) => void
  /** Ends all that was noted, at once. */
  killNoted: () => void
}

/** How long a child of a killed launcher, which has got SIGTERM already, may go on before it is killed too. */
const LEFTOVER_GRACE_MS = 12_000
const WRITE_RETRY_MS = 5_000

/**
 * Claims a data folder for this process until disposed, and ends what a killed launcher left running on it.
 * @throws DataDirectoryInUse
 */
export async function claimDataDirectory(
  directory: string,
  report: Report,
  { retryMs = WRITE_RETRY_MS } = {},
): Promise<ClaimedDataDirectory> {
  mkdirSync(directory, { recursive: true })
  const path = join(directory, 'run.json')
  const earlier = readRunFile(path)
  if (earlier && isAlive(earlier.launcher)) {
    throw new DataDirectoryInUse(
      `Colloquy already runs on ${directory} (process ${earlier.launcher.pid}): end it, or set COLLOQUY_DATA_DIR and ` +
        'COLLOQUY_PORT_OFFSET for a second copy',
    )
  }
  await endLeftovers(earlier?.children ?? [], report)
  const current: RunFile = { launcher: describe('launcher', process.pid), children: [] }
  const write = () => {
    writeFileSync(`${path}.part`, JSON.stringify(current))
    renameSync(`${path}.part`, path)
  }
  write()
  let retry: NodeJS.Timeout | undefined
  const writeAtLast = () => {
    try {
      write()
      if (retry) report.warn(`${path} is written again`)
      clearInterval(retry)
      retry = undefined
    } catch (error) {
      if (retry) return
      report.warn(`${path} cannot be written: ${reasonOf(error)}. What runs goes on; it is tried again.`)
      retry = setInterval(writeAtLast, retryMs).unref()
    }
  }
  return {
    note: (name, pid) => {
      current.children = [...current.children.filter((child) => child.name !== name), describe(name, pid)]
      writeAtLast()
    },
    killNoted: () => current.children.filter(isAlive).forEach(({ pid }) => signalGroup(pid, 'SIGKILL')),
    [Symbol.dispose]: () => {
      clearInterval(retry)
      rmSync(path, { force: true })
    },
  }
}

async function endLeftovers(children: RunningProcess[], report: Report): Promise<void> {
  const left = children.filter(isAlive)
  if (left.length === 0) return
  report.info(`Ending what an earlier run left: ${left.map(({ name }) => name).join(', ')}`)
  for (const { pid } of left) signalGroup(pid, 'SIGTERM')
  const gone = async () => {
    if (left.some(isAlive)) throw new Error('they still run')
  }
  try {
    await waitUntil('they did not end', gone, { timeoutMs: LEFTOVER_GRACE_MS })
  } catch {
    for (const child of left) if (isAlive(child)) signalGroup(child.pid, 'SIGKILL')
    await waitUntil('they cannot be killed', gone, { timeoutMs: LEFTOVER_GRACE_MS })
  }
}

const describe = (name: string, pid: number): RunningProcess => ({ name, pid, identity: processIdentity(pid) ?? '' })

const isAlive = ({ pid, identity }: RunningProcess): boolean => processIdentity(pid) === identity

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal)
  } catch {
    // It ended in between.
  }
}

/** A file that a crash cut off counts as none. */
function readRunFile(path: string): RunFile | undefined {
  try {
    return runFile.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return undefined
  }
}
