import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Keeper } from '../device/keeper.ts'
import { sharedMemory } from '../device/keeper-fixtures.ts'
import type { Upload } from './kept-forms.ts'
import { keptBy } from './kept.ts'
import type { Verdict } from './persist.ts'
import { createUploads, UploadFailed } from './uploads.ts'

let stopping: AbortController
beforeEach(() => {
  stopping = new AbortController()
})
afterEach(() => stopping.abort())

const file = (key: string, part: Partial<Upload> = {}): Upload => ({
  key,
  file: new Blob([key]),
  fileName: key,
  contentType: 'text/plain',
  image: null,
  addedAtMs: Date.now(),
  attachmentId: null,
  problem: null,
  ...part,
})

/** A tab whose attempts to upload are answered one by one, by hand. */
async function tab(keeper: Keeper, judge: (error: unknown) => Verdict = () => ({ retry: 'always' })) {
  const attempts: { key: string; signal: AbortSignal; succeed: (id: string) => void; fail: (error: Error) => void }[] =
    []
  const uploads = createUploads({
    kept: (await keptBy(keeper)).uploads,
    put: ({ key }, onProgress, signal) => {
      const { promise, resolve, reject } = Promise.withResolvers<string>()
      attempts.push({ key, signal, succeed: resolve, fail: reject })
      onProgress(0.5)
      return promise
    },
    judge,
    wait: async () => {},
  })
  const attempt = async (index: number) => {
    await vi.waitUntil(() => attempts.length > index)
    return attempts[index]
  }
  return { uploads, attempts, attempt }
}

const NEVER = new AbortController().signal

test('uploads what is added, and gives its id in the order asked for', async () => {
  const { uploads, attempt } = await tab(sharedMemory().tab())
  uploads.run(stopping.signal)
  uploads.add(file('a'))
  uploads.add(file('b'))
  const ids = uploads.attachmentIds(['b', 'a'], NEVER)
  const first = await attempt(0)
  expect(uploads.progress.get().get('a')).toBe(0.5)
  first?.succeed('id-a')
  ;(await attempt(1))?.succeed('id-b')
  expect(await ids).toEqual(['id-b', 'id-a'])
  expect(uploads.progress.get().size).toBe(0)
})

test('begins again what was cut off, with the next page, and not what is done', async () => {
  const memory = sharedMemory()
  const before = await tab(memory.tab())
  const leaving = new AbortController()
  before.uploads.run(leaving.signal)
  before.uploads.add(file('done'))
  ;(await before.attempt(0))?.succeed('id-done')
  before.uploads.add(file('cut off'))
  await before.attempt(1)
  leaving.abort()
  before.attempts[1]?.fail(new Error('the page is gone'))

  const next = await tab(memory.tab())
  next.uploads.run(stopping.signal)
  ;(await next.attempt(0))?.succeed('id-again')
  expect(await next.uploads.attachmentIds(['done', 'cut off'], NEVER)).toEqual(['id-done', 'id-again'])
  expect(next.attempts.map(({ key }) => key)).toEqual(['cut off'])
})

test('names the files that were refused, and uploads them again when that is wanted', async () => {
  const { uploads, attempt } = await tab(sharedMemory().tab(), () => ({ retry: 'never', problem: 'No' }))
  uploads.run(stopping.signal)
  uploads.add(file('good'))
  uploads.add(file('bad'))
  ;(await attempt(0))?.succeed('id-good')
  ;(await attempt(1))?.fail(new Error('refused'))
  const failure = await uploads.attachmentIds(['good', 'bad', 'lost'], NEVER).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(UploadFailed)
  expect(failure).toMatchObject({ problem: 'No', keys: ['bad', 'lost'] })
  uploads.renew('bad')
  ;(await attempt(2))?.succeed('id-bad')
  expect(await uploads.attachmentIds(['bad'], NEVER)).toEqual(['id-bad'])
})

test('does not upload again what the tab before it has uploaded', async () => {
  const pending = { table: 'uploads', key: 'a', value: file('a') } as const
  const memory = sharedMemory([pending], { tellsTabs: false })
  const [first, second] = [await tab(memory.tab()), await tab(memory.tab())]
  first.uploads.run(stopping.signal)
  second.uploads.run(stopping.signal)
  ;(await first.attempt(0))?.succeed('id-a')
  expect(await second.uploads.attachmentIds(['a'], NEVER)).toEqual(['id-a'])
  expect(second.attempts).toEqual([])
})

test('stops the upload of a file that is taken back', async () => {
  const { uploads, attempt } = await tab(sharedMemory().tab())
  uploads.run(stopping.signal)
  uploads.add(file('a'))
  const first = await attempt(0)
  uploads.remove('a')
  expect(first?.signal.aborted).toBe(true)
})

test('lets go of old files that nothing carries', async () => {
  const old = { table: 'uploads', key: 'old', value: file('old', { addedAtMs: 0 }) } as const
  const fresh = { table: 'uploads', key: 'fresh', value: file('fresh') } as const
  const used = { table: 'uploads', key: 'used', value: file('used', { addedAtMs: 0 }) } as const
  const draft = { table: 'drafts', key: 'talk', value: { text: '', replyTo: null, files: ['used'] } } as const
  const { uploads } = await tab(sharedMemory([old, fresh, used, draft]).tab())
  expect([...uploads.all.get().keys()]).toEqual(['fresh', 'used'])
})
