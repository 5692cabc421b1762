import { mkdirSync } from 'node:fs'
import { open } from 'lmdb'
import { successor } from './keys.ts'

/** Keys from `start` up to, and without, `end`. */
export type Range = { start: Buffer; end: Buffer }
export type Entry = { key: Buffer; value: Buffer }

export type Reader = {
  get(key: Buffer): Buffer | undefined
  /** Entries in order of their keys. It holds no snapshot: whoever stops for a while goes on from where it stood. */
  entries(range: Range, reverse?: boolean): Generator<Entry>
  count(range: Range): number
}

export type Writer = Reader & {
  put(key: Buffer, value: Buffer): void
  remove(key: Buffer): void
  removeRange(range: Range): void
}

export type Storage = Reader & {
  /** Runs `operation` alone, reading what it has written, and settles when that is on disk. */
  write<T>(operation: (writer: Writer) => T): Promise<T>
  /** Called when a commit failed and all its operations with it: whatever they changed in memory is not true. */
  onRollback(listener: () => void): void
  close(): Promise<void>
}

/** Keys longer than this do not fit a page of lmdb. */
export const maxKeyBytes = 1978

const firstChunkEntries = 32
const maxChunkEntries = 1024
const maxChunkBytes = 1024 * 1024

/**
 * One ordered map of bytes on disk. Operations that arrive in one turn of the event loop, from whichever connections,
 * share one lmdb transaction and so one flush. An operation is synchronous: nothing happens between its reads and its
 * writes. One that throws keeps what it had put, as a MongoDB command does that fails at its third document.
 */
export function createStorage(dataDir: string): Storage {
  mkdirSync(dataDir, { recursive: true })
  const db = open<Buffer, Buffer>({
    path: dataDir,
    encoding: 'binary',
    keyEncoding: 'binary',
    // A commit returns when it is on disk; the overlapping kind acknowledges what a power cut can still take.
    overlappingSync: false,
  })
  let queue: { run: (writer: Writer) => () => void; reject: (error: unknown) => void }[] = []
  let rolledBack = (): void => {}
  let commitScheduled = Promise.resolve()

  const reader: Reader = {
    get: (key) => (key.length > maxKeyBytes ? undefined : db.get(key)),
    entries: (range, reverse = false) => entriesOf(fitting(range), reverse),
    count: (range) => db.getKeysCount(fitting(range)),
  }

  const writer: Writer = {
    ...reader,
    put(key, value) {
      db.putSync(key, value)
    },
    remove(key) {
      db.removeSync(key)
    },
    removeRange(range) {
      for (const { key } of reader.entries(range)) db.removeSync(key)
    },
  }

  function* entriesOf(range: Range, reverse: boolean): Generator<Entry> {
    let limit = firstChunkEntries
    let last: Buffer | undefined
    for (;;) {
      const bounds = reverse
        ? { start: last ?? range.end, end: range.start, inclusiveEnd: true, exclusiveStart: true }
        : { start: last ?? range.start, end: range.end, exclusiveStart: last !== undefined }
      const chunk: Entry[] = []
      let bytes = 0
      for (const entry of db.getRange({ ...bounds, reverse, limit })) {
        chunk.push(entry)
        bytes += entry.value.length
        if (bytes > maxChunkBytes) break
      }
      yield* chunk
      if (chunk.length < limit && bytes <= maxChunkBytes) return
      last = chunk.at(-1)?.key
      limit = Math.min(limit * 4, maxChunkEntries)
    }
  }

  function commit(): void {
    const operations = queue
    queue = []
    try {
      const settle = db.transactionSync(() => operations.map(({ run }) => run(writer)))
      for (const done of settle) done()
    } catch (error) {
      rolledBack()
      for (const { reject } of operations) reject(error)
    }
  }

  return {
    ...reader,
    write(operation) {
      if (queue.length === 0) {
        commitScheduled = new Promise((resolve) => {
          setImmediate(() => {
            commit()
            resolve()
          })
        })
      }
      return new Promise((resolve, reject) => {
        queue.push({ run: (using) => attempt(() => operation(using), resolve, reject), reject })
      })
    },
    onRollback(listener) {
      rolledBack = listener
    },
    async close() {
      await commitScheduled
      await db.close()
    },
  }
}

/**
 * The same keys by bounds that lmdb takes: no key is longer than maxKeyBytes, so those below a longer bound are those up to
 * its beginning.
 */
const fitting = ({ start, end }: Range): Range => ({ start: fittingBound(start), end: fittingBound(end) })
const fittingBound = (bound: Buffer): Buffer =>
  bound.length > maxKeyBytes ? successor(bound.subarray(0, maxKeyBytes)) : bound

/** Runs an operation now and gives what is to be told once the commit is on disk. */
function attempt<T>(operation: () => T, resolve: (value: T) => void, reject: (error: unknown) => void): () => void {
  try {
    const value = operation()
    return () => resolve(value)
  } catch (error) {
    return () => reject(error)
  }
}
