import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'
import { port, readEnv, whole } from '@colloquy/platform/config'
import type { Env } from '@colloquy/platform/config'
import { z } from 'zod'
import { isRefusedByBrowsers } from './refused-ports.ts'

/** The ports of the local stack, by the environment variable that changes each. All are on loopback. */
export const DEFAULT_PORTS = {
  WEB_PORT: 3000,
  GATEWAY_PORT: 4000,
  USERS_PORT: 4001,
  CHAT_PORT: 4002,
  MAIL_WORKER_PORT: 4003,
  MAIL_PORT: 1080,
  SMTP_PORT: 1025,
  MONGODB_PORT: 27117,
  REDIS_PORT: 6479,
  RABBITMQ_PORT: 5772,
  /** Between RabbitMQ's own parts. */
  RABBITMQ_DIST_PORT: 5773,
  RABBITMQ_EPMD_PORT: 5774,
  S3_PORT: 9100,
} as const

/** Ports of which a browser opens pages or calls, and that services call by `fetch`. */
const HTTP_PORTS = new Set<PortName>([
  'WEB_PORT',
  'GATEWAY_PORT',
  'USERS_PORT',
  'CHAT_PORT',
  'MAIL_WORKER_PORT',
  'MAIL_PORT',
  'S3_PORT',
])

export type PortName = keyof typeof DEFAULT_PORTS
export type Ports = Record<PortName, number>

const SERVICE_NAMES: Record<PortName, string> = {
  WEB_PORT: 'the web',
  GATEWAY_PORT: 'the gateway',
  USERS_PORT: 'users',
  CHAT_PORT: 'chat',
  MAIL_WORKER_PORT: "the mail worker's health",
  MAIL_PORT: 'the mail catcher',
  SMTP_PORT: "the mail catcher's SMTP",
  MONGODB_PORT: 'MongoDB',
  REDIS_PORT: 'Redis',
  RABBITMQ_PORT: 'RabbitMQ',
  RABBITMQ_DIST_PORT: "RabbitMQ's distribution",
  RABBITMQ_EPMD_PORT: "RabbitMQ's epmd",
  S3_PORT: 'S3',
}

const portNames = Object.keys(DEFAULT_PORTS).filter((name): name is PortName => name in DEFAULT_PORTS)

/**
 * Each service's port: its variable, or its default moved by COLLOQUY_PORT_OFFSET. RabbitMQ's two inner ports follow
 * RABBITMQ_PORT.
 */
export function readPorts(env: Env): Ports {
  const variables = z.object({
    COLLOQUY_PORT_OFFSET: whole().max(30_000).default(0),
    ...Object.fromEntries(portNames.map((name) => [name, port().min(1).optional()])),
  })
  const { COLLOQUY_PORT_OFFSET: offset, ...given } = readEnv(variables, env)
  const chosen = z.partialRecord(z.string(), z.number()).parse(given)
  const rabbitmq = chosen.RABBITMQ_PORT ?? DEFAULT_PORTS.RABBITMQ_PORT + offset
  const byDefault = (name: PortName): number => {
    if (name === 'RABBITMQ_DIST_PORT') return rabbitmq + 1
    if (name === 'RABBITMQ_EPMD_PORT') return rabbitmq + 2
    return DEFAULT_PORTS[name] + offset
  }
  return mapPorts((name) => chosen[name] ?? byDefault(name))
}

/**
 * @throws naming every port among these that cannot be used: taken, not allowed to this user, shared by two services, or
 * refused by browsers
 */
export async function requireFreePorts(ports: Ports, names: PortName[]): Promise<void> {
  const problems: string[] = []
  const holders = new Map<number, PortName>()
  for (const name of names) {
    const number = ports[name]
    const other = holders.get(number)
    const problem = other ? undefined : await problemOf(name, number)
    if (other) problems.push(`${SERVICE_NAMES[other]} and ${SERVICE_NAMES[name]} both have port ${number}: set ${name}`)
    if (problem) {
      const remedy = `set ${name} to another, or COLLOQUY_PORT_OFFSET to move all ports`
      problems.push(`port ${number} for ${SERVICE_NAMES[name]} ${problem}: ${remedy}`)
    }
    holders.set(number, name)
  }
  if (problems.length > 0) throw new PortsUnusable(problems.join('\n'))
}

export class PortsUnusable extends Error {
  override name = 'PortsUnusable'
}

async function problemOf(name: PortName, number: number): Promise<string | undefined> {
  if (HTTP_PORTS.has(name) && isRefusedByBrowsers(number)) return 'is one that browsers refuse'
  const code = await listenError(number)
  switch (code) {
    case undefined:
      return undefined
    case 'EADDRINUSE':
      return 'is taken'
    case 'EACCES':
      return 'may be opened by root alone'
    default:
      return `cannot be opened (${code})`
  }
}

/** Below the range that systems take the ports of outgoing connections from, any of which may be gone a moment later. */
const FREE_PORT_RANGE = { from: 10_000, to: 32_000 }

/** As many free ports as a whole stack needs, chosen by chance. */
export async function freePorts(): Promise<Ports> {
  const found = new Set<number>()
  while (found.size < portNames.length) {
    const candidate = randomInt(FREE_PORT_RANGE.from, FREE_PORT_RANGE.to)
    if (!isRefusedByBrowsers(candidate) && !(await listenError(candidate))) found.add(candidate)
  }
  const numbers = [...found]
  return mapPorts((name) => numbers[portNames.indexOf(name)] ?? 0)
}

const mapPorts = (choose: (name: PortName) => number): Ports => {
  const ports: Ports = { ...DEFAULT_PORTS }
  for (const name of portNames) ports[name] = choose(name)
  return ports
}

/** The code of the error that listening there ends in. */
async function listenError(number: number): Promise<string | undefined> {
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen(number, '127.0.0.1', () => server.close(() => resolve(undefined)))
  })
}
