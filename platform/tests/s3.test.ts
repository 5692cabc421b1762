import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { afterEach, expect, inject, test, vi } from 'vitest'
import { createS3Bucket } from '../src/s3.ts'
import type { PresignedPut, S3Bucket } from '../src/s3.ts'

const options = { ...inject('infrastructure').s3, forcePathStyle: true }
afterEach(() => void vi.useRealTimers())

const bytes = Buffer.from('hello')

async function put({ url, headers }: PresignedPut, body: Buffer, change: Record<string, string> = {}): Promise<number> {
  const sent = Object.fromEntries(headers.map(({ name, value }) => [name, value]))
  const { 'content-length': _, ...rest } = { ...sent, ...change }
  const response = await fetch(url, { method: 'PUT', headers: rest, body })
  await response.arrayBuffer()
  return response.status
}

test('a presigned PUT takes exactly what it pins, and a presigned GET answers as it says', async () => {
  await using bucket = createS3Bucket(options)
  const key = `tests/${randomUUID()}`
  const presigned = await bucket.presignPut({ key, contentType: 'image/png', byteSize: 5, ttlSeconds: 60 })
  expect(presigned.expiresAt.getTime() - Date.now()).toBeLessThanOrEqual(60_000)
  expect(await put(presigned, Buffer.from('hello, world'))).toBe(403)
  expect(await put(presigned, bytes, { 'content-type': 'text/html' })).toBe(403)
  expect(await bucket.readStart(key, 4)).toBeNull()
  expect(await put(presigned, bytes)).toBe(200)
  const start = async (maxBytes: number) => {
    const read = await bucket.readStart(key, maxBytes)
    return [read?.byteSize, Buffer.from(read?.bytes ?? []).toString()]
  }
  expect(await start(4)).toEqual([5, 'hell'])
  expect(await start(400)).toEqual([5, 'hello'])
  const disposition = "attachment; filename*=UTF-8''a%20(b)!"
  const url = await bucket.presignGet({ key, contentType: 'application/octet-stream', disposition, ttlSeconds: 60 })
  const response = await fetch(url)
  expect(await response.text()).toBe('hello')
  expect(response.headers.get('content-type')).toBe('application/octet-stream')
  expect(response.headers.get('content-disposition')).toBe(disposition)
  expect((await fetch(url.replace(key, `tests/${randomUUID()}`))).status).toBe(403)
})

test('a copy is of what was read, and of nothing that came in its place', async () => {
  await using bucket = createS3Bucket(options)
  const [key, copy] = [`tests/${randomUUID()}`, `tests/${randomUUID()}`]
  const presigned = await bucket.presignPut({ key, contentType: 'text/plain', byteSize: 5, ttlSeconds: 60 })
  await put(presigned, bytes)
  const { etag } = (await bucket.readStart(key, 5)) ?? { etag: '' }
  await put(presigned, Buffer.from('other'))
  expect(await bucket.copy({ key, etag }, copy)).toBe(false)
  expect(await bucket.readStart(copy, 5)).toBeNull()
  await put(presigned, bytes)
  expect(await bucket.copy({ key, etag }, copy)).toBe(true)
  expect(Buffer.from((await bucket.readStart(copy, 5))?.bytes ?? [])).toEqual(bytes)
  await bucket.remove(copy)
  await bucket.remove(copy)
  expect(await bucket.readStart(copy, 5)).toBeNull()
  expect(await bucket.copy({ key: copy, etag }, key)).toBe(false)
})

test('a presigned GET stays the same for half of its time', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  await using bucket = createS3Bucket(options)
  const at = (time: string) => {
    vi.setSystemTime(`2026-11-21T${time}Z`)
    return bucket.presignGet({ key: 'a', contentType: 'image/png', disposition: 'inline', ttlSeconds: 600 })
  }
  const url = await at('12:00:00')
  expect(await at('12:04:59')).toBe(url)
  expect(await at('12:05:00')).not.toBe(url)
})

test('URLs are for the host that browsers use', async () => {
  await using bucket = createS3Bucket({ ...options, publicEndpoint: 'https://files.example' })
  const { url } = await bucket.presignPut({ key: 'a', contentType: 'image/png', byteSize: 1, ttlSeconds: 60 })
  expect(new URL(url).origin).toBe('https://files.example')
  expect(new URL(url).searchParams.get('X-Amz-SignedHeaders')).toBe('content-length;content-type;host')
})

test('it is ready when the bucket is there and the keys are right', async () => {
  await using bucket = createS3Bucket(options)
  await expect(bucket.ready()).resolves.toBeUndefined()
  for (const wrong of [{ bucket: 'another' }, { secretAccessKey: 'wrong' }, { endpoint: 'http://127.0.0.1:1' }]) {
    await using unready = createS3Bucket({ ...options, ...wrong })
    await expect(unready.ready()).rejects.toThrow(expect.any(Error))
  }
})

/** A server with one object, which breaks off its first answers in the middle. */
async function breakingServer(broken: number) {
  let asked = 0
  const server = createServer((_, response) => {
    asked++
    response.writeHead(200, { etag: '"hello"', 'content-length': bytes.length })
    if (asked > broken) response.end(bytes)
    else response.write(bytes.subarray(0, 1), () => response.destroy())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not listening on a TCP port')
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    asked: () => asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const unavailable = expect.objectContaining({
  code: 'SERVICE_UNAVAILABLE',
  extensions: expect.objectContaining({ retryAfter: expect.any(Number) }),
})

test.each([
  [1, 'hello'],
  [2, unavailable],
])('an object is read once more when it breaks off: %j times', async (broken, expected) => {
  await using server = await breakingServer(broken)
  await using bucket = createS3Bucket({ ...options, endpoint: server.endpoint })
  const outcome = await bucket.readStart('a', 5).then(
    (start) => Buffer.from(start?.bytes ?? []).toString(),
    (error: unknown) => error,
  )
  expect(outcome).toEqual(expected)
  expect(server.asked()).toBe(2)
})

test('an S3 that does not answer is unavailable; one that refuses us is not', async () => {
  await using away = createS3Bucket({ ...options, endpoint: 'http://127.0.0.1:1' })
  await using refused = createS3Bucket({ ...options, secretAccessKey: 'wrong' })
  const requests = [
    (bucket: S3Bucket) => bucket.readStart('a', 5),
    (bucket: S3Bucket) => bucket.copy({ key: 'a', etag: '"a"' }, 'b'),
    (bucket: S3Bucket) => bucket.remove('a'),
  ]
  for (const request of requests) {
    await expect(request(away)).rejects.toThrow(unavailable)
    await expect(request(refused)).rejects.toThrow(expect.objectContaining({ name: 'SignatureDoesNotMatch' }))
  }
})
