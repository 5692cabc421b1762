import { randomUUID } from 'node:crypto'
import { badUserInput } from '@colloquy/platform/errors'
import type { RateLimit } from '@colloquy/platform/rate-limit'
import { createS3Bucket } from '@colloquy/platform/s3'
import type { S3Bucket } from '@colloquy/platform/s3'
import { connectMongodb } from '@colloquy/platform/mongodb'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { createAttachments } from '../src/attachments/attachments.ts'
import type { Attachments } from '../src/attachments/attachments.ts'
import { createAttachmentStore } from '../src/attachments/store.ts'
import type { AttachmentStore } from '../src/attachments/store.ts'
import { createUploadSweep } from '../src/attachments/sweep.ts'
import { png, put } from './support/files.ts'

const DAY_MS = 24 * 60 * 60 * 1_000
const unlimited: RateLimit = { take: async () => {}, giveBack: async () => {} }

let opened: AsyncDisposableStack
let store: AttachmentStore
let bucket: S3Bucket
let attachments: Attachments
/** Everything that was written and not removed, by key. */
const kept = new Set<string>()
/** The files of messages that were sent, by client key. */
const sent = new Map<string, string[]>()

beforeAll(async () => {
  const { mongodbUrl, s3 } = inject('infrastructure')
  opened = new AsyncDisposableStack()
  store = createAttachmentStore(opened.use(await connectMongodb(new URL(`/remains-${randomUUID()}`, mongodbUrl).href)))
  await store.ensureIndexes()
  const real = opened.use(createS3Bucket({ ...s3, forcePathStyle: true }))
  bucket = {
    ...real,
    async copy(from, to) {
      const isCopied = await real.copy(from, to)
      if (isCopied) kept.add(to)
      return isCopied
    },
    async remove(key) {
      await real.remove(key)
      kept.delete(key)
    },
  }
  attachments = createAttachments({ store, bucket, limits: { files: unlimited, bytes: unlimited } })
})
afterAll(() => opened.disposeAsync())

async function upload(bytes = png(2, 2), contentType = 'image/png'): Promise<string> {
  const placed = await attachments.createUpload('ada', { fileName: 'a', contentType, byteSize: bytes.length })
  expect(await put(placed, bytes)).toBe(200)
  return placed.id
}
const claim = (ids: string[], usedBy: string = randomUUID()) =>
  attachments.claim({ ids, ownerId: 'ada', conversationId: 'talk', usedBy })
const sweep = (now: Date) =>
  createUploadSweep(store, bucket, async (clientKey, id) => sent.get(clientKey)?.includes(id) === true)(now)
const keyOf = async (id: string) => (await store.byIds([id]))[0]?.key ?? null

test('a refused send leaves nothing behind, and its good files can go elsewhere', async () => {
  const good = await Promise.all([upload(), upload()])
  const bad = await upload(Buffer.from('<script>alert(1)</script>'))
  await expect(claim([...good, bad])).rejects.toThrow(
    badUserInput([{ path: ['input', 'attachmentIds', 2], message: 'Its bytes are not image/png.' }]).message,
  )
  expect(kept).toEqual(new Set())
  await claim(good)
  expect(kept).toEqual(new Set(await Promise.all(good.map(keyOf))))
})

test('all that is wrong is said at once', async () => {
  const refusal = claim([await upload(Buffer.from('text')), 'unknown', await upload()])
  await expect(refusal).rejects.toMatchObject({
    extensions: {
      issues: [
        { path: ['input', 'attachmentIds', 0], message: expect.any(String) },
        { path: ['input', 'attachmentIds', 1], message: expect.any(String) },
      ],
    },
  })
})

test('of messages that race for a file one gets it, and the others leave nothing', async () => {
  kept.clear()
  const [contested, own] = await Promise.all([upload(), upload()])
  const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => claim([contested])))
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  await expect(claim([own, contested])).rejects.toThrow('It is part of another message.')
  expect(kept).toEqual(new Set([await keyOf(contested)]))
  expect(await keyOf(own)).toBeNull()
})

test('a send that is repeated while it is under way has the file once', async () => {
  kept.clear()
  const id = await upload()
  await Promise.all(Array.from({ length: 3 }, () => claim([id], 'repeated')))
  expect(kept).toEqual(new Set([await keyOf(id)]))
})

test('after a day nothing is left of what no message has, and no second copy of what one has', async () => {
  const [unused, unsent, used, another] = await Promise.all([upload(), upload(), upload(), upload()])
  await claim([unsent], 'unsent')
  await claim([used], 'sent')
  sent.set('sent', [used])
  // The same client id with another file answers with the message that is there.
  await claim([another], 'sent')
  const remains = async (id: string) => {
    const [record] = await store.byIds([id])
    const put = await bucket.readStart(`uploads/ada/${id}`, 1)
    const copy = record?.key ? await bucket.readStart(record.key, 1) : null
    return { record: record !== undefined, put: put !== null, copy: copy !== null }
  }
  await sweep(new Date(Date.now() + DAY_MS - 60_000))
  expect(await remains(unused)).toEqual({ record: true, put: true, copy: false })
  expect(await remains(used)).toEqual({ record: true, put: true, copy: true })
  const copyOfUnsent = (await keyOf(unsent)) ?? ''
  await sweep(new Date(Date.now() + DAY_MS + 60_000))
  expect(await remains(unused)).toEqual({ record: false, put: false, copy: false })
  expect(await remains(unsent)).toEqual({ record: false, put: false, copy: false })
  expect(await remains(another)).toEqual({ record: false, put: false, copy: false })
  expect(await bucket.readStart(copyOfUnsent, 1)).toBeNull()
  expect(await remains(used)).toEqual({ record: true, put: false, copy: true })
  expect(await store.due(new Date(Date.now() + 9 * DAY_MS), 100)).not.toContainEqual(
    expect.objectContaining({ id: used }),
  )
})
