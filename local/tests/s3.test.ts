import { Buffer } from 'node:buffer'
import { createHash, randomUUID } from 'node:crypto'
import { createS3Bucket } from '@colloquy/platform/s3'
import { afterAll, expect, inject, test } from 'vitest'

const { s3 } = inject('infrastructure')
const bucket = createS3Bucket({ ...s3, forcePathStyle: true })
afterAll(() => bucket[Symbol.asyncDispose]())

const BODY = Buffer.from('twelve bytes')

const presign = (key: string, ttlSeconds = 60) =>
  bucket.presignPut({ key, contentType: 'image/png', byteSize: BODY.length, ttlSeconds })

async function put(url: string, body = BODY, contentType = 'image/png'): Promise<number> {
  const { status } = await fetch(url, { method: 'PUT', headers: { 'content-type': contentType }, body })
  return status
}

test('a presigned put takes exactly the size and type it was signed for', async () => {
  const key = randomUUID()
  const { url } = await presign(key)
  expect(await put(url, Buffer.concat([BODY, BODY]))).toBe(403)
  expect(await put(url, BODY.subarray(1))).toBe(403)
  expect(await put(url, BODY, 'text/html')).toBe(403)
  expect(await bucket.readStart(key, 6)).toBeNull()
  expect(await put(url)).toBe(200)
  const start = await bucket.readStart(key, 6)
  expect(start?.byteSize).toBe(BODY.length)
  expect(Buffer.from(start?.bytes ?? []).toString()).toBe('twelve')
})

test('it is of no use for another key, with another secret, or without a signature', async () => {
  const { url } = await presign(randomUUID())
  expect(await put(url.replace(/\/[^/?]+\?/, `/${randomUUID()}?`))).toBe(403)
  expect(await put(url.split('?', 1).join(''))).toBe(403)
  const stranger = createS3Bucket({ ...s3, secretAccessKey: 'a guess', forcePathStyle: true })
  const forged = await stranger.presignPut({
    key: 'x',
    contentType: 'image/png',
    byteSize: BODY.length,
    ttlSeconds: 60,
  })
  expect(await put(forged.url)).toBe(403)
})

test('what is in the bucket is got by a signed URL alone, with the headers that were signed', async () => {
  const key = randomUUID()
  await put((await presign(key)).url)
  const url = await bucket.presignGet({ key, contentType: 'image/png', disposition: 'attachment', ttlSeconds: 60 })
  const response = await fetch(url)
  expect(response.headers.get('content-type')).toBe('image/png')
  expect(response.headers.get('content-disposition')).toBe('attachment')
  expect(await response.text()).toBe(BODY.toString())
  expect((await fetch(url.split('?', 1).join(''))).status).toBe(403)
})

test('pages may put, as browsers ask first', async () => {
  const { url } = await presign(randomUUID())
  const asked = await fetch(url, {
    method: 'OPTIONS',
    headers: {
      origin: 'http://localhost:3000',
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'content-type',
    },
  })
  expect(asked.headers.get('access-control-allow-methods')).toContain('PUT')
  expect(asked.headers.get('access-control-allow-headers')).toContain('content-type')
})

test('what is replaced meanwhile is read and copied whole, as its ETag says', async () => {
  const bytes = [1, 2].map((fill) => Buffer.alloc(1024 * 1024, fill))
  const etagOf = (content: Uint8Array) => `"${createHash('md5').update(content).digest('hex')}"`
  const [former = BODY, latter = BODY] = bytes
  const [key, copy] = [randomUUID(), randomUUID()]
  const { url } = await bucket.presignPut({
    key,
    contentType: 'image/png',
    byteSize: former.length,
    ttlSeconds: 60,
  })
  for (let round = 0; round < 20; round++) {
    await put(url, former)
    const replaced = put(url, latter)
    const [read, isCopied] = await Promise.all([
      bucket.readStart(key, former.length),
      bucket.copy({ key, etag: etagOf(former) }, copy),
      replaced,
    ])
    expect(read?.etag).toBe(etagOf(read?.bytes ?? BODY))
    if (!isCopied) continue
    const copied = await bucket.readStart(copy, former.length)
    expect([copied?.etag, etagOf(copied?.bytes ?? BODY)]).toEqual([etagOf(former), etagOf(former)])
  }
})
