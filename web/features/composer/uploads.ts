import type { KeptMap } from '../device/kept-map.ts'
import { holdLock } from '../device/hold-lock.ts'
import type { Readable } from '../store/store.ts'
import { createStore } from '../store/store.ts'
import type { Upload } from './kept-forms.ts'
import type { Verdict } from './persist.ts'
import { persist } from './persist.ts'

export interface Uploads {
  all: Readable<ReadonlyMap<string, Upload>>
  /** How far those are that this tab uploads, from 0 to 1. */
  progress: Readable<ReadonlyMap<string, number>>
  add: (upload: Upload) => void
  remove: (key: string) => void
  /** Uploads a file again that could not be uploaded or was refused. */
  renew: (key: string) => void
  /**
   * What the API calls these files, once they are all in the bucket.
   * @throws UploadFailed
   */
  attachmentIds: (keys: readonly string[], signal: AbortSignal) => Promise<string[]>
  /** Uploads what is there and what is added, until the signal is aborted. One tab of an account uploads a file at a time. */
  run: (signal: AbortSignal) => void
}

interface UploadsOptions {
  kept: KeptMap<Upload>
  /** Brings a file to the bucket; gives what the API calls it. */
  put: (upload: Upload, onProgress: (fraction: number) => void, signal: AbortSignal) => Promise<string>
  judge: (error: unknown) => Verdict
  wait: (delayMs: number, signal?: AbortSignal) => Promise<void>
}

/** Some files of a message did not get to the bucket. */
export class UploadFailed extends Error {
  readonly problem: string
  readonly keys: readonly string[]
  constructor(problem: string, keys: readonly string[], options?: ErrorOptions) {
    super(problem, options)
    this.problem = problem
    this.keys = keys
  }
}

/** Whether a file is still to get to the bucket. */
export const isPending = (upload: Upload | undefined): boolean =>
  upload !== undefined && upload.attachmentId === null && upload.problem === null

/** Files on their way to the bucket, which outlive the page: one that was cut off begins again with the next. */
export function createUploads({ kept, put, judge, wait }: UploadsOptions): Uploads {
  const progress = createStore<ReadonlyMap<string, number>>(new Map())
  const isWanted = (key: string) => isPending(kept.get(key))
  const change = (key: string, part: Partial<Upload>) => {
    const upload = kept.get(key)
    if (upload) kept.put(key, { ...upload, ...part })
  }

  const bring = async (key: string, stopping: AbortSignal) => {
    // The tab that had the lock may have uploaded it.
    await kept.refresh(key)
    const upload = kept.get(key)
    if (!upload || !isWanted(key)) return
    const gone = new AbortController()
    const unsubscribe = kept.all.subscribe(() => !isWanted(key) && gone.abort())
    const signal = AbortSignal.any([stopping, gone.signal])
    const onProgress = (fraction: number) => progress.update((all) => new Map(all).set(key, fraction))
    const action = async () => change(key, { attachmentId: await put(upload, onProgress, signal) })
    const refusal = await persist(action, { judge, wait, signal })
    unsubscribe()
    progress.update((all) => new Map([...all].filter(([other]) => other !== key)))
    if (refusal) change(key, { problem: refusal.problem })
  }

  return {
    all: kept.all,
    progress,
    add: (upload) => kept.put(upload.key, upload),
    remove: kept.remove,
    renew: (key) => change(key, { attachmentId: null, problem: null }),
    attachmentIds: async (keys, signal) => {
      await until(kept.all, () => signal.aborted || !keys.some(isWanted), signal)
      const uploads = keys.map((key) => ({ key, upload: kept.get(key) }))
      const faulty = uploads.filter(({ upload }) => !upload || upload.problem !== null)
      const problem = faulty.find(({ upload }) => upload?.problem)?.upload?.problem
      const missing = faulty.map(({ key }) => key)
      if (missing.length > 0) throw new UploadFailed(problem ?? 'The file is not in this browser any more.', missing)
      return uploads.flatMap(({ upload }) => upload?.attachmentId ?? [])
    },
    run: (signal) => {
      const taken = new Set<string>()
      const take = async (key: string) => {
        taken.add(key)
        await holdLock(`colloquy:upload:${key}`, signal, () => bring(key, signal))
        taken.delete(key)
        // It may have been renewed while the lock was given back.
        if (!signal.aborted) check()
      }
      const check = () => {
        for (const key of kept.all.get().keys()) if (!taken.has(key) && isWanted(key)) void take(key)
      }
      check()
      const unsubscribe = kept.all.subscribe(check)
      signal.addEventListener('abort', unsubscribe)
    },
  }
}

/** Resolves once something holds of a store, or the signal is aborted. */
async function until(store: Readable<unknown>, holds: () => boolean, signal: AbortSignal): Promise<void> {
  if (holds()) return
  const { promise, resolve } = Promise.withResolvers<void>()
  const unsubscribe = store.subscribe(() => holds() && resolve())
  signal.addEventListener('abort', () => resolve())
  await promise
  unsubscribe()
}
