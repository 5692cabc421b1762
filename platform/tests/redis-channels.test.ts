import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { Socket } from 'node:net'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { createLogger } from '../src/logger.ts'
import { connectRedis } from '../src/redis.ts'
import type { RedisConnection } from '../src/redis.ts'
import { createRedisChannels } from '../src/redis-channels.ts'
import type { RedisChannels } from '../src/redis-channels.ts'

const logger = createLogger('test', 'silent')
let redis: RedisConnection
let subscriber: RedisConnection
let channels: RedisChannels
let prefix: string
let open: AsyncDisposableStack

beforeEach(async () => {
  open = new AsyncDisposableStack()
  prefix = crypto.randomUUID()
  redis = open.use(await connectRedis(inject('infrastructure').redisUrl, logger))
  subscriber = open.use(await connectRedis(inject('infrastructure').redisUrl, logger))
  channels = open.use(createRedisChannels(subscriber, logger))
})
afterEach(() => open.disposeAsync())

const listenersInRedis = async (channel: string) => (await redis.pubsub('NUMSUB', channel))[1]

const patient = { interval: 5, timeout: 5_000 }

test('hears what is published once listen has resolved', async () => {
  const heard: string[] = []
  await channels.listen(`${prefix}:a`, (payload) => heard.push(payload))
  await redis.publish(`${prefix}:a`, 'one')
  await redis.publish(`${prefix}:b`, 'elsewhere')
  await redis.publish(`${prefix}:a`, 'two')
  await expect.poll(() => heard, patient).toEqual(['one', 'two'])
})

test('keeps the subscription until the last of several listeners stops', async () => {
  const channel = `${prefix}:shared`
  const heard: string[] = []
  const stopFirst = await channels.listen(channel, (payload) => heard.push(`first ${payload}`))
  const stopSecond = await channels.listen(channel, (payload) => heard.push(`second ${payload}`))
  expect(await listenersInRedis(channel)).toBe(1)
  stopFirst()
  stopFirst()
  await redis.publish(channel, 'one')
  await expect.poll(() => heard, patient).toEqual(['second one'])
  stopSecond()
  await expect.poll(() => listenersInRedis(channel), patient).toBe(0)
})

test('listens again to a channel that was left in the same turn', async () => {
  const channel = `${prefix}:again`
  const heard: string[] = []
  const stop = await channels.listen(channel, () => heard.push('old'))
  stop()
  await channels.listen(channel, () => heard.push('new'))
  await redis.publish(channel, 'one')
  await expect.poll(() => heard, patient).toEqual(['new'])
})

test('subscribes to thousands of channels at once', async () => {
  const heard = new Set<string>()
  const names = Array.from({ length: 2_500 }, (_, index) => `${prefix}:${index}`)
  const stops = await Promise.all(names.map((name) => channels.listen(name, () => heard.add(name))))
  const publishing = redis.pipeline()
  for (const name of names) publishing.publish(name, 'x')
  await publishing.exec()
  await expect.poll(() => heard.size, patient).toBe(names.length)
  for (const stop of stops) stop()
  await expect.poll(() => listenersInRedis(`${prefix}:2499`), patient).toBe(0)
})

test('a listener that throws does not keep others from hearing', async () => {
  const heard: string[] = []
  await channels.listen(`${prefix}:a`, () => {
    throw new Error('broken')
  })
  await channels.listen(`${prefix}:a`, (payload) => heard.push(payload))
  await redis.publish(`${prefix}:a`, 'one')
  await expect.poll(() => heard, patient).toEqual(['one'])
})

test('after a lost connection all channels are subscribed before the gap is told', async () => {
  const names = [`${prefix}:a`, `${prefix}:b`]
  const heard: string[] = []
  for (const name of names) await channels.listen(name, (payload) => heard.push(payload))
  const stopped = await channels.listen(`${prefix}:left`, () => undefined)
  stopped()
  const gap = Promise.withResolvers<number[]>()
  channels.onGap(() => {
    Promise.all([...names, `${prefix}:left`].map(listenersInRedis)).then(
      (counts) => gap.resolve(counts.map(Number)),
      gap.reject,
    )
  })
  await redis.client('KILL', 'ID', await subscriberId())
  expect(await gap.promise).toEqual([1, 1, 0])
  for (const name of names) await redis.publish(name, `to ${name}`)
  await expect.poll(() => heard, patient).toEqual(names.map((name) => `to ${name}`))
})

test('a connection that died without a word is replaced', async () => {
  const { port } = new URL(inject('infrastructure').redisUrl)
  const sockets = new Set<Socket>()
  const proxy = createServer((socket) => {
    const server = connect(Number(port), '127.0.0.1')
    for (const end of [socket, server]) sockets.add(end.on('error', () => undefined))
    socket.pipe(server).pipe(socket)
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  open.defer(() => {
    for (const socket of sockets) socket.destroy()
    proxy.close()
  })
  const address = proxy.address()
  const proxyPort = typeof address === 'object' && address ? address.port : 0
  const watched = open.use(await connectRedis(`redis://127.0.0.1:${proxyPort}`, logger))
  const ownChannels = open.use(createRedisChannels(watched, logger, { intervalMs: 50, timeoutMs: 200 }))
  const heard: string[] = []
  await ownChannels.listen(`${prefix}:a`, (payload) => heard.push(payload))
  for (const socket of sockets) socket.unpipe().pause()
  const gap = Promise.withResolvers<void>()
  ownChannels.onGap(gap.resolve)
  await gap.promise
  await redis.publish(`${prefix}:a`, 'one')
  await expect.poll(() => heard, patient).toEqual(['one'])
})

test('listening while the connection is down resolves when it is back', async () => {
  await channels.listen(`${prefix}:before`, () => undefined)
  const closed = new Promise((resolve) => subscriber.once('close', resolve))
  await redis.client('KILL', 'ID', await subscriberId())
  await closed
  const heard: string[] = []
  await channels.listen(`${prefix}:during`, (payload) => heard.push(payload))
  await redis.publish(`${prefix}:during`, 'one')
  await expect.poll(() => heard, patient).toEqual(['one'])
})

async function subscriberId(): Promise<string> {
  const port = subscriber.stream.localPort
  const line = String(await redis.client('LIST'))
    .split('\n')
    .find((client) => client.includes(`addr=127.0.0.1:${port} `))
  const id = line?.match(/^id=(\d+)/)?.[1]
  if (!id) throw new Error('the subscriber is not connected')
  return id
}
