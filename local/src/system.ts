import type { Env } from '@colloquy/platform/config'
import { startInfrastructure } from './infrastructure.ts'
import type { InfrastructureAddresses } from './infrastructure.ts'
import type { Ports } from './ports.ts'
import { supervise } from './processes/supervisor.ts'
import type { Supervised, Supervision } from './processes/supervisor.ts'
import { loadSecrets } from './secrets.ts'
import { addressesOf, serviceSpecs, webOrigins } from './services.ts'
import type { Addresses, ServiceName } from './services.ts'

export interface SystemOptions {
  /** Gives services by URL instead of starting them, and passes further variables, such as limits, to services. */
  env: Env
  ports: Ports
  /** Of all that is kept: data, secrets, logs. */
  dataDirectory: string
  supervision: Omit<Supervision, 'logDirectory'>
  /** Leave the web out, or build it: done while the rest starts. */
  web: false | { build: (signal: AbortSignal) => Promise<void> }
}

export interface System extends AsyncDisposable {
  addresses: Addresses
  infrastructure: InfrastructureAddresses
  /** The process of a service, of the product (`chat`) or of the infrastructure (`redis`). */
  process: (name: string) => Supervised
  /** Sends a signal that ends a service, and resolves when it has been started again and answers. */
  restart: (name: string, signal?: NodeJS.Signals) => Promise<void>
}

/** Who starts after whom. Those of one row start together, and the rows end in reverse. */
const ROWS: ServiceName[][] = [['users'], ['chat', 'mail-worker'], ['gateway'], ['web']]

/**
 * Boots everything, each process as it runs in production, in the order of what depends on what.
 * @throws naming the service that did not become ready, with its last lines; what was started is then ended
 */
export async function startSystem(options: SystemOptions): Promise<System> {
  const { env, ports, dataDirectory } = options
  const supervision = { ...options.supervision, logDirectory: `${dataDirectory}/logs` }
  await using started = new AsyncDisposableStack()
  const secrets = await loadSecrets(dataDirectory, env)
  const building = new AbortController()
  const webBuilt = options.web && options.web.build(building.signal)
  // Awaited when the web's turn comes; until then a failure is nobody's.
  void Promise.allSettled([webBuilt])
  started.defer(async () => {
    building.abort(new Error('the web is not needed any more'))
    await Promise.allSettled([webBuilt])
  })

  const infrastructure = started.use(
    await startInfrastructure({
      env,
      ports,
      dataDirectory,
      s3Keys: { accessKeyId: secrets.S3_ACCESS_KEY_ID, secretAccessKey: secrets.S3_SECRET_ACCESS_KEY },
      allowedOrigins: webOrigins(ports),
      supervision,
    }),
  )
  const { addresses: infrastructureAddresses } = infrastructure
  const specs = serviceSpecs({ ports, infrastructure: infrastructureAddresses, secrets, env })
  const processes = [...infrastructure.processes]
  for (const row of ROWS) {
    if (row.includes('web')) await webBuilt
    const wanted = row.filter((name) => name !== 'web' || options.web)
    supervision.signal?.throwIfAborted()
    const outcomes = await Promise.allSettled(wanted.map((name) => supervise(specs[name], supervision)))
    const running = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
    processes.push(...running)
    started.defer(() => endTogether(running))
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
  }

  const find = (name: string): Supervised => {
    const found = processes.find((candidate) => candidate.name === name)
    if (!found) throw new Error(`no ${name} here; there are ${processes.map((one) => one.name).join(', ')}`)
    return found
  }
  const owned = started.move()
  return {
    addresses: addressesOf(ports, infrastructureAddresses),
    infrastructure: infrastructureAddresses,
    process: find,
    restart: async (name, signal = 'SIGTERM') => {
      const restarted = find(name)
      await restarted.kill(signal)
      await restarted.whenReady()
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

async function endTogether(running: AsyncDisposable[]): Promise<void> {
  await Promise.all(running.map((one) => one[Symbol.asyncDispose]()))
}
