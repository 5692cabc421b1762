import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { EPMD, RABBITMQ_SERVERS, findProgram } from '../../programs.mjs'
import { answersAmqp, answersEpmd } from '../processes/probes.ts'
import { supervise } from '../processes/supervisor.ts'
import { cleanEnv, makeDirectory } from './stand-in.ts'
import type { Place, StandIn } from './stand-in.ts'

export interface RabbitmqPorts {
  port: number
  /** Of Erlang's distribution, and of its port mapper: private too, or two stacks would meet in one. */
  distPort: number
  epmdPort: number
}

/**
 * Starts a private RabbitMQ with an epmd of its own; the one RabbitMQ would start outlives everything.
 * @throws when this machine has none
 */
export async function startRabbitmq(ports: RabbitmqPorts, place: Place): Promise<StandIn> {
  const [server, epmdProgram] = await Promise.all([findProgram(RABBITMQ_SERVERS), findProgram(EPMD)])
  if (!server || !epmdProgram) throw new Error('this machine has no RabbitMQ')
  const { directory } = place
  await makeDirectory(directory)
  await writeConfiguration(ports, directory)
  await using started = new AsyncDisposableStack()
  const epmd = started.use(
    await supervise(
      {
        name: 'rabbitmq-epmd',
        command: {
          program: epmdProgram,
          args: ['-port', String(ports.epmdPort), '-address', '127.0.0.1'],
          env: cleanEnv({}),
        },
        ports: [ports.epmdPort],
        ready: () => answersEpmd(ports.epmdPort),
        readyTimeoutMs: 10_000,
        graceMs: 2_000,
      },
      place,
    ),
  )
  const broker = started.use(
    await supervise(
      {
        name: 'rabbitmq',
        command: { program: server, args: [], env: environment(ports, directory), cwd: directory },
        ports: [ports.port, ports.distPort],
        ready: () => answersAmqp(ports.port),
        readyTimeoutMs: 60_000,
        graceMs: 20_000,
      },
      place,
    ),
  )
  const owned = started.move()
  return {
    url: `amqp://guest:guest@127.0.0.1:${ports.port}`,
    processes: [epmd, broker],
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

async function writeConfiguration({ port }: RabbitmqPorts, directory: string): Promise<void> {
  const lines = [
    `listeners.tcp.1 = 127.0.0.1:${port}`,
    'log.console = true',
    'log.console.level = warning',
    'log.file = false',
    'vm_memory_high_watermark.absolute = 512MB',
    'disk_free_limit.absolute = 50MB',
  ]
  await writeFile(join(directory, 'rabbitmq.conf'), `${lines.join('\n')}\n`)
  await writeFile(join(directory, 'env.conf'), '')
  await writeFile(join(directory, 'enabled_plugins'), '[].\n')
  await writeCookie(join(directory, '.erlang.cookie'))
}

async function writeCookie(path: string): Promise<void> {
  try {
    await writeFile(path, randomBytes(20).toString('hex'), { mode: 0o400, flag: 'wx' })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
}

function environment({ distPort, epmdPort }: RabbitmqPorts, directory: string): NodeJS.ProcessEnv {
  return cleanEnv({
    HOME: directory,
    // A name that does not resolve would hang without a word.
    RABBITMQ_NODENAME: 'colloquy@localhost',
    RABBITMQ_DIST_PORT: String(distPort),
    RABBITMQ_MNESIA_BASE: join(directory, 'mnesia'),
    RABBITMQ_LOG_BASE: join(directory, 'log'),
    RABBITMQ_CONFIG_FILE: join(directory, 'rabbitmq'),
    RABBITMQ_CONF_ENV_FILE: join(directory, 'env.conf'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(directory, 'enabled_plugins'),
    ERL_EPMD_PORT: String(epmdPort),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-kernel inet_dist_use_interface {127,0,0,1}',
    // With these two the shell script becomes the broker, so that signals reach it.
    RABBITMQ_ALLOW_INPUT: '1',
    RABBITMQ_SERVER_START_ARGS: '-noinput +B i',
  })
}
