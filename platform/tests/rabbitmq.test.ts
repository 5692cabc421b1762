import { randomUUID } from 'node:crypto'
import { connect } from 'amqplib'
import { afterEach, beforeEach, expect, inject, test, vi } from 'vitest'
import { createLogger } from '../src/logger.ts'
import { connectRabbitmq } from '../src/rabbitmq.ts'
import type { RabbitmqConnection } from '../src/rabbitmq.ts'
import { createConsumer } from '../src/rabbitmq-consumer.ts'
import { createPublisher } from '../src/rabbitmq-publisher.ts'
import { createBreakableLink } from '../src/testing/breakable-link.ts'
import type { BreakableLink } from '../src/testing/breakable-link.ts'

const { rabbitmqUrl } = inject('infrastructure')
const logger = createLogger('test', 'silent')

let stack: AsyncDisposableStack
let link: BreakableLink
let queue: string
let rabbitmq: RabbitmqConnection

beforeEach(async () => {
  stack = new AsyncDisposableStack()
  queue = `test.${randomUUID()}`
  stack.defer(() => deleteQueues(queue, `${queue}.dead`))
  link = stack.use(await createBreakableLink(rabbitmqUrl))
  const dead = { name: `${queue}.dead`, arguments: { 'x-queue-type': 'quorum' } }
  const main = {
    name: queue,
    arguments: {
      'x-queue-type': 'quorum',
      'x-dead-letter-exchange': '',
      'x-dead-letter-routing-key': dead.name,
    },
  }
  rabbitmq = stack.use(await connectRabbitmq(link.url, { queues: [main, dead], logger }))
})
afterEach(() => stack.disposeAsync())

async function deleteQueues(...names: string[]) {
  const connection = await connect(rabbitmqUrl)
  const channel = await connection.createChannel()
  for (const name of names) await channel.deleteQueue(name)
  await connection.close()
}

/** Consumes and collects the payloads; each is done once `handle` resolves. */
async function collect(from = queue, handle: (payload: unknown) => Promise<'done' | 'reject'> = async () => 'done') {
  const payloads: unknown[] = []
  const consumer = stack.use(
    await createConsumer(rabbitmq, {
      queue: from,
      prefetch: 10,
      graceMs: 1_000,
      handle: async (message) => {
        const payload: unknown = JSON.parse(message.content.toString())
        payloads.push(payload)
        return handle(payload)
      },
    }),
  )
  return { payloads, consumer }
}

const publication = (payload: unknown, to = queue) => ({ queue: to, payload, messageId: randomUUID() })

test('a message that was published reaches the consumer once', async () => {
  const publisher = stack.use(await createPublisher(rabbitmq))
  const { payloads } = await collect()
  await publisher.publish(publication({ n: 1 }))
  await publisher.publish(publication({ n: 2 }))
  await vi.waitFor(() => expect(payloads).toEqual([{ n: 1 }, { n: 2 }]))
})

test('a message that finds no queue is an error', async () => {
  const publisher = stack.use(await createPublisher(rabbitmq))
  await expect(publisher.publish(publication(1, 'no-such-queue'))).rejects.toMatchObject({
    code: 'SERVICE_UNAVAILABLE',
    originalError: { message: 'There is no queue no-such-queue.' },
  })
  await publisher.publish(publication(2))
})

test('a rejected message goes to the dead-letter queue', async () => {
  const publisher = stack.use(await createPublisher(rabbitmq))
  await collect(queue, async () => 'reject')
  const { payloads: dead } = await collect(`${queue}.dead`)
  await publisher.publish(publication('broken'))
  await vi.waitFor(() => expect(dead).toEqual(['broken']))
})

test('a handler that throws gets the same message again', async () => {
  const publisher = stack.use(await createPublisher(rabbitmq))
  let failures = 2
  const { payloads } = await collect(queue, async () => {
    if (failures-- > 0) throw new Error('a store is down')
    return 'done'
  })
  await publisher.publish(publication('again'))
  await vi.waitFor(() => expect(payloads).toEqual(['again', 'again', 'again']), 2_000)
})

test('publisher and consumer come back after a lost connection', async () => {
  const publisher = stack.use(await createPublisher(rabbitmq))
  const { payloads } = await collect()
  await rabbitmq.ready()

  const gone = new Promise((resolve) => rabbitmq.model.on('disconnect', resolve))
  await link.cut()
  await gone
  await expect(rabbitmq.ready()).rejects.toThrow('not connected')

  // Waits for the connection within its time.
  const published = publisher.publish(publication('after'))
  await link.restore()
  await published
  await vi.waitFor(() => expect(payloads).toEqual(['after']), 5_000)
  await rabbitmq.ready()
})

test('publishing fails within its time while the broker is away', { timeout: 10_000 }, async () => {
  const publisher = stack.use(await createPublisher(rabbitmq))
  await link.cut()
  await expect(publisher.publish(publication(1))).rejects.toMatchObject({
    code: 'SERVICE_UNAVAILABLE',
    originalError: { name: 'PublishError' },
  })
})

test('a queue that somebody deleted is declared again', async () => {
  const publisher = stack.use(await createPublisher(rabbitmq))
  const { payloads } = await collect()
  await deleteQueues(queue)
  await vi.waitFor(() => publisher.publish(publication('anew')), 5_000)
  await vi.waitFor(() => expect(payloads).toEqual(['anew']), 5_000)
})

test('a queue that exists with other arguments is an error at the start', async () => {
  const other = await connectRabbitmq(rabbitmqUrl, {
    queues: [{ name: queue, arguments: { 'x-max-length': 1 } }],
    logger,
  })
  stack.use(other)
  stack.use(await createPublisher(rabbitmq))
  await expect(createPublisher(other)).rejects.toThrow(/PRECONDITION/)
})

test('an ending consumer finishes what is under way and takes nothing new', async () => {
  const publisher = stack.use(await createPublisher(rabbitmq))
  const finish = Promise.withResolvers<'done'>()
  const { payloads, consumer } = await collect(queue, () => finish.promise)
  await publisher.publish(publication('first'))
  await vi.waitFor(() => expect(payloads).toEqual(['first']))

  const disposed = consumer[Symbol.asyncDispose]()
  await publisher.publish(publication('second'))
  finish.resolve('done')
  await disposed
  expect(payloads).toEqual(['first'])

  const next = await collect()
  await vi.waitFor(() => expect(next.payloads).toEqual(['second']))
})
