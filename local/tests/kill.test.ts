import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { connect } from 'amqplib'
import { Redis } from 'ioredis'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { freePorts } from '../src/ports.ts'
import type { Ports } from '../src/ports.ts'
import { processIdentity } from '../src/processes/process-identity.ts'
import { waitUntil } from '../src/processes/wait-until.ts'

const started = z.object({
  addresses: z.object({ redisUrl: z.string(), rabbitmqUrl: z.string(), mailApiUrl: z.string() }),
  pids: z.record(z.string(), z.number()),
})

let open: AsyncDisposableStack
let dataDirectory: string
let ports: Ports
beforeEach(async () => {
  open = new AsyncDisposableStack()
  dataDirectory = open.adopt(await mkdtemp(join(tmpdir(), 'colloquy-kill-')), (path) =>
    rm(path, { recursive: true, force: true }),
  )
  ports = await freePorts()
})
afterEach(() => open.disposeAsync())

/** Starts a launcher as a process of its own; gives what it runs once all of it is ready. */
async function launch() {
  const variables = Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)]))
  const launcher = spawn(process.execPath, [join(import.meta.dirname, 'fixtures/launcher.ts')], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...variables, COLLOQUY_DATA_DIR: dataDirectory },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const output = createInterface(launcher.stdout)
  const [line]: string[] = await Promise.race([once(output, 'line'), once(output, 'close')])
  const { addresses, pids } = started.parse(JSON.parse(line ?? ''))
  const kill = async () => {
    launcher.kill('SIGKILL')
    await ended(pids)
  }
  open.defer(kill)
  return { addresses, pids, kill }
}

const ended = (pids: Record<string, number>) =>
  waitUntil(
    'the children did not end',
    async () => {
      const left = Object.entries(pids).filter(([, pid]) => processIdentity(pid))
      if (left.length > 0) throw new Error(`${left.map(([name]) => name).join(', ')} still run`)
    },
    { timeoutMs: 30_000 },
  )

test(
  'kill -9 of the launcher leaves nothing running, and the next one finds all data',
  { timeout: 120_000 },
  async () => {
    const first = await launch()
    await using redis = await openRedis(first.addresses.redisUrl)
    await redis.client.set('kept', 'yes')
    await publish(first.addresses.rabbitmqUrl, 'kept too')

    await first.kill()

    const second = await launch()
    await using again = await openRedis(second.addresses.redisUrl)
    expect(await again.client.get('kept')).toBe('yes')
    await received(second.addresses.rabbitmqUrl, 'kept too')

    for (const pid of Object.values(second.pids)) process.kill(pid, 'SIGKILL')
    await second.kill()
    const third = await launch()
    await received(third.addresses.rabbitmqUrl, 'kept too')
  },
)

async function openRedis(url: string) {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null })
  await client.connect()
  return { client, [Symbol.asyncDispose]: async () => client.disconnect() }
}

const QUEUE = { name: 'kept', options: { durable: true, arguments: { 'x-queue-type': 'quorum' } } }

async function publish(url: string, text: string): Promise<void> {
  const connection = await connect(url)
  const channel = await connection.createConfirmChannel()
  await channel.assertQueue(QUEUE.name, QUEUE.options)
  channel.sendToQueue(QUEUE.name, Buffer.from(text), { persistent: true })
  await channel.waitForConfirms()
  await connection.close()
}

/** Waits until a message is there; a quorum queue first has to notice that who took it last time is dead. */
const received = (url: string, text: string) =>
  waitUntil('the message did not come back', async () => expect(await take(url)).toBe(text), { timeoutMs: 30_000 })

/** The message waiting there; it goes back to the queue when the connection closes. */
async function take(url: string): Promise<string | undefined> {
  const connection = await connect(url)
  const channel = await connection.createChannel()
  await channel.assertQueue(QUEUE.name, QUEUE.options)
  const message = await channel.get(QUEUE.name, { noAck: false })
  await connection.close()
  return message ? message.content.toString() : undefined
}
