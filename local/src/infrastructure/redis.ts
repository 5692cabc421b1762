import { symlink } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { REDIS_SERVERS, findProgram } from '../../programs.mjs'
import { answersRedis } from '../processes/probes.ts'
import { supervise } from '../processes/supervisor.ts'
import { cleanEnv, makeDirectory } from './stand-in.ts'
import type { Place, StandIn } from './stand-in.ts'

/**
 * Starts a private Redis whose data survives SIGTERM and SIGKILL, and a power cut but for the last second.
 * @throws when this machine has none
 */
export async function startRedis(port: number, place: Place): Promise<StandIn> {
  const found = await findProgram(REDIS_SERVERS)
  if (!found) throw new Error('this machine has no Redis')
  await makeDirectory(place.directory)
  const program = basename(found) === 'redis-check-rdb' ? await linkAsServer(found, place.directory) : found
  const options = {
    port: String(port),
    bind: '127.0.0.1',
    dir: place.directory,
    appendonly: 'yes',
    appendfsync: 'everysec',
    save: '',
    daemonize: 'no',
  }
  const server = await supervise(
    {
      name: 'redis',
      command: {
        program,
        args: Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]),
        env: cleanEnv({}),
        cwd: place.directory,
      },
      ports: [port],
      ready: () => answersRedis(port),
      readyTimeoutMs: 30_000,
      graceMs: 10_000,
    },
    place,
  )
  return {
    url: `redis://127.0.0.1:${port}`,
    processes: [server],
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

/** The binary decides by the name it is called by what it is. */
async function linkAsServer(program: string, directory: string): Promise<string> {
  const path = join(directory, 'redis-server')
  try {
    await symlink(program, path)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  return path
}
