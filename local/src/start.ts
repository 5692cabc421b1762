import { isAbsolute, join } from 'node:path'
import { ConfigError } from '@colloquy/platform/config'
import { BuildFailed, buildWeb } from './build-web.ts'
import { DataDirectoryInUse, claimDataDirectory } from './data-directory.ts'
import { portsToOpen, readGivenServices } from './given-services.ts'
import { repositoryRoot } from './infrastructure/stand-in.ts'
import { PortsUnusable, readPorts, requireFreePorts } from './ports.ts'
import { StartFailed } from './processes/supervisor.ts'
import { MissingProgram, provision } from './provision.ts'
import { consoleReport, elapsed } from './report.ts'
import { GivenServerUnusable, requireGivenServers } from './require-given-servers.ts'
import { startSystem } from './system.ts'

/** Things for people to put right, which need no stack trace. */
const EXPECTED = [
  ConfigError,
  DataDirectoryInUse,
  PortsUnusable,
  MissingProgram,
  GivenServerUnusable,
  StartFailed,
  BuildFailed,
]

const SERVICE_PORTS = ['WEB_PORT', 'GATEWAY_PORT', 'USERS_PORT', 'CHAT_PORT', 'MAIL_WORKER_PORT'] as const

/** `npm start`: everything, until SIGINT or SIGTERM. A second of either ends all at once. */
async function start(env: NodeJS.ProcessEnv, report = consoleReport): Promise<void> {
  const startedAt = performance.now()
  const ports = readPorts(env)
  const given = readGivenServices(env)
  const dataDirectory = dataDirectoryOf(env.COLLOQUY_DATA_DIR)
  const logDirectory = join(dataDirectory, 'logs')
  using claim = await claimDataDirectory(dataDirectory, report)
  const ending = endOnSignal(() => claim.killNoted())
  const { signal } = ending

  await requireFreePorts(ports, portsToOpen(given, [...SERVICE_PORTS]))
  await requireGivenServers(env)
  await provision({ env, report, programs: ['redis', 'rabbitmq'], logDirectory, signal })
  report.info('Starting Colloquy')
  await using system = await startSystem({
    env,
    ports,
    dataDirectory,
    supervision: { report, signal, onStart: claim.note },
    web: { build: (ended) => buildWeb({ logDirectory, report, signal: AbortSignal.any([signal, ended]) }) },
  })
  const { webUrl, gatewayUrl, mailUrl } = system.addresses
  report.info(`
Colloquy runs, after ${elapsed(startedAt)}.

  Web chat      ${webUrl}
  Gateway       ${gatewayUrl}
  Mail catcher  ${mailUrl || `none: mail goes to ${system.infrastructure.smtpUrl}`}${mailUrl && '   sign-in codes arrive here'}

Data is in ${dataDirectory}, logs in ${logDirectory}. Ctrl-C ends everything.
`)
  await ending.asked
  report.info('\nEnding …')
}

/** Relative to the checkout, not to where it is called from. */
const dataDirectoryOf = (given = '.local'): string => (isAbsolute(given) ? given : join(repositoryRoot, given))

interface Ending {
  signal: AbortSignal
  asked: Promise<void>
}

function endOnSignal(force: () => void): Ending {
  const abort = new AbortController()
  const { promise: asked, resolve } = Promise.withResolvers<void>()
  const end = () => {
    if (abort.signal.aborted) {
      force()
      process.exit(1)
    }
    abort.abort(new Stopped('asked to end'))
    resolve()
  }
  process.on('SIGINT', end)
  process.on('SIGTERM', end)
  process.on('SIGHUP', end)
  return { signal: abort.signal, asked }
}

/** Asked to end before all was up: not a failure. */
class Stopped extends Error {
  override name = 'Stopped'
}

/** The system's own words say it in one line: `ENOSPC: no space left on device, write '…/run.json'`. */
const isOfTheDisk = (error: Error): boolean =>
  'code' in error && ['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES'].includes(String(error.code))

try {
  await start(process.env)
  process.exit(0)
} catch (error) {
  if (error instanceof Stopped) process.exit(0)
  const expected = error instanceof Error && (EXPECTED.some((kind) => error instanceof kind) || isOfTheDisk(error))
  console.error(expected ? error.message : error)
  process.exit(1)
}
