import { randomBytes } from 'node:crypto'
import { Long } from 'bson'
import { maxDocumentBytes } from './bson/document.ts'
import { CommandError } from './errors.ts'
import { encodeCursorReply } from './wire/cursor-reply.ts'

/** Results that are being read in batches. */
export type Cursors = {
  /** The first batch; the rest waits for `next` under the id in the reply, unless `singleBatch` drops it. */
  open(namespace: string, results: Iterator<Buffer>, batch: { size: number; singleBatch?: boolean }): Buffer
  next(namespace: string, id: Long, batchSize: number): Buffer
  /** Gives whether there was such a cursor. */
  kill(id: Long): boolean
  close(): void
}

export const defaultBatchSize = 101

type Cursor = { namespace: string; results: Iterator<Buffer>; pending: Buffer; usedAt: number }

/** Cursors that nobody asks for more for `idleMs` are closed. */
export function createCursors({ idleMs }: { idleMs: number }): Cursors {
  const cursors = new Map<string, Cursor>()
  const sweep = setInterval(() => {
    for (const [id, { usedAt }] of cursors) if (usedAt < performance.now() - idleMs) kill(id)
  }, idleMs / 10).unref()

  function kill(id: string): boolean {
    cursors.get(id)?.results.return?.()
    return cursors.delete(id)
  }

  /** Takes up to `size` documents that fit a message, and the one after them, which tells whether there are more. */
  function take(
    results: Iterator<Buffer>,
    first: Buffer | undefined,
    size: number,
  ): { documents: Buffer[]; pending?: Buffer } {
    const documents: Buffer[] = []
    let bytes = 0
    for (let next = first ?? read(results); next; next = read(results)) {
      if (documents.length >= size || (documents.length > 0 && bytes + next.length > maxDocumentBytes)) {
        return { documents, pending: next }
      }
      documents.push(next)
      bytes += next.length
    }
    return { documents }
  }

  return {
    open(namespace, results, { size, singleBatch = false }) {
      const { documents, pending } = take(results, undefined, size)
      let cursorId = Long.ZERO
      if (pending && singleBatch) results.return?.()
      else if (pending) {
        cursorId = newId()
        cursors.set(cursorId.toString(), { namespace, results, pending, usedAt: performance.now() })
      }
      return encodeCursorReply({ namespace, cursorId, batch: { name: 'firstBatch', documents } })
    },
    next(namespace, id, batchSize) {
      const cursor = cursors.get(id.toString())
      if (!cursor) throw new CommandError('CursorNotFound', `cursor id ${id.toString()} not found`)
      if (cursor.namespace !== namespace) {
        throw new CommandError(
          'BadValue',
          `Requested getMore on namespace '${namespace}', but cursor belongs to a different namespace ${cursor.namespace}`,
        )
      }
      // Until the batch is complete there is no cursor: one that fails is gone.
      cursors.delete(id.toString())
      const { documents, pending } = take(cursor.results, cursor.pending, batchSize || Infinity)
      if (pending) cursors.set(id.toString(), { ...cursor, pending, usedAt: performance.now() })
      return encodeCursorReply({
        namespace,
        cursorId: pending ? id : Long.ZERO,
        batch: { name: 'nextBatch', documents },
      })
    },
    kill: (id) => kill(id.toString()),
    close() {
      clearInterval(sweep)
      for (const id of cursors.keys()) kill(id)
    },
  }
}

function read(results: Iterator<Buffer>): Buffer | undefined {
  const next = results.next()
  return next.done ? undefined : next.value
}

const newId = (): Long => Long.fromBigInt(BigInt.asUintN(63, randomBytes(8).readBigUInt64BE()) || 1n)
