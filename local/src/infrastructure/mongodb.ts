import { findProgram } from '../../programs.mjs'
import { answersMongodb } from '../processes/probes.ts'
import { supervise } from '../processes/supervisor.ts'
import type { Command } from '../processes/child.ts'
import { cleanEnv, makeDirectory, nodeCommand } from './stand-in.ts'
import type { Place, StandIn } from './stand-in.ts'

export const findMongodb = (): Promise<string | undefined> => findProgram(['mongod'])

/** Starts MongoDB where this machine has it, and otherwise the embedded server, each with a data folder of its own. */
export async function startMongodb(port: number, place: Place): Promise<StandIn> {
  const mongod = await findMongodb()
  const directory = `${place.directory}/${mongod ? 'mongod' : 'embedded'}`
  await makeDirectory(directory)
  const server = await supervise(
    {
      name: 'mongodb',
      command: mongod ? realServer(mongod, port, directory) : embeddedServer(port, directory),
      ports: [port],
      ready: () => answersMongodb(port),
      readyTimeoutMs: 30_000,
      graceMs: 10_000,
    },
    place,
  )
  return {
    url: `mongodb://127.0.0.1:${port}`,
    processes: [server],
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

const realServer = (program: string, port: number, directory: string): Command => ({
  program,
  args: ['--port', String(port), '--bind_ip', '127.0.0.1', '--dbpath', directory],
  env: cleanEnv({}),
  cwd: directory,
})

const embeddedServer = (port: number, directory: string): Command =>
  nodeCommand('local/src/mongodb/main.ts', { PORT: String(port), HOST: '127.0.0.1', DATA_DIR: directory })
