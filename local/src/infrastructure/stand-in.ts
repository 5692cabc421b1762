import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Command } from '../processes/child.ts'
import type { Supervised, Supervision } from '../processes/supervisor.ts'

/** What every startX of this folder takes. */
export interface Place extends Supervision {
  /** Where the service keeps its data; made if it is not there. */
  directory: string
}

/** A service of the infrastructure on this machine. */
export interface StandIn extends AsyncDisposable {
  url: string
  processes: Supervised[]
}

/** The least that programs expect of an environment. */
const INHERITED = ['PATH', 'HOME', 'USER', 'TMPDIR', 'TZ', 'SYSTEMROOT']

/** An environment that has of this process's own only what programs need to run at all, and the variables given. */
export function cleanEnv(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const inherited = INHERITED.map((name) => [name, process.env[name]] as const)
  return { ...Object.fromEntries(inherited.filter(([, value]) => value !== undefined)), LANG: 'C.UTF-8', ...variables }
}

/** A main.ts of this checkout as a command, run by the Node that runs this process. */
export function nodeCommand(main: string, variables: NodeJS.ProcessEnv): Command {
  return {
    program: process.execPath,
    args: ['--disable-warning=ExperimentalWarning', main],
    env: cleanEnv(variables),
    cwd: repositoryRoot,
  }
}

export const repositoryRoot = join(dirname(fileURLToPath(import.meta.url)), '../../..')

export async function makeDirectory(path: string): Promise<void> {
  await mkdir(path, { recursive: true })
}
