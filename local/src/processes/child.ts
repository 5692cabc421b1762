import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { findProgram } from '../../programs.mjs'

export interface Command {
  program: string
  args: string[]
  /** All that the program sees of the environment. */
  env: NodeJS.ProcessEnv
  cwd?: string
}

export interface Exit {
  code: number | null
  signal: NodeJS.Signals | null
}

export interface Child {
  pid: number
  exited: Promise<Exit>
  /** To the child alone; SIGKILL goes to all of its process group. */
  kill: (signal: NodeJS.Signals) => void
  /** SIGTERM, and SIGKILL to what is left of its process group after the grace. */
  stop: (graceMs: number) => Promise<void>
}

/**
 * Starts a program that cannot outlive this process: where util-linux is (Linux), the kernel sends it SIGTERM when this
 * process dies, even by kill -9. It leads its own process group, so that Ctrl-C reaches only this process, which ends
 * its children in order.
 * @param output file descriptor for its standard output and error
 * @throws when the program cannot be started
 */
export async function startChild({ program, args, env, cwd }: Command, output: number | 'inherit'): Promise<Child> {
  const setpriv = await findProgram(['setpriv'])
  const words = setpriv ? [setpriv, '--pdeathsig', 'TERM', program, ...args] : [program, ...args]
  const [file = program, ...rest] = words
  const spawned = spawn(file, rest, { env, cwd, detached: true, stdio: ['ignore', output, output] })
  const exited = new Promise<Exit>((resolve) => spawned.once('exit', (code, signal) => resolve({ code, signal })))
  await once(spawned, 'spawn')
  const { pid } = spawned
  if (pid === undefined) throw new Error(`${program} did not start`)

  const kill = (signal: NodeJS.Signals) => {
    if (signal === 'SIGKILL') killGroup(pid)
    else spawned.kill(signal)
  }
  return {
    pid,
    exited,
    kill,
    stop: async (graceMs) => {
      kill('SIGTERM')
      const inTime = new AbortController()
      const late = pause(graceMs, undefined, { signal: inTime.signal }).then(
        () => kill('SIGKILL'),
        () => {},
      )
      await exited
      inTime.abort()
      await late
      killGroup(pid)
    },
  }
}

/** How a process ended, as people read it. */
export const describeExit = ({ code, signal }: Exit): string => (signal ? `by ${signal}` : `with code ${code}`)

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // Nobody is left in it.
  }
}
