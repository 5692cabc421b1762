import type { Migration } from '@colloquy/platform/migrations'
import { inBatches } from './in-batches.ts'

interface FirstMessage {
  _id: string
  seq: number
  version?: number
  quote?: { messageId: string } | null
}

/** In the first release a message had a copy of what it quoted, and no version, since nothing changed it. */
export const quotesByReference: Migration = {
  name: '0002-quotes-by-reference',
  run: (database, steps) =>
    inBatches(
      database.collection<FirstMessage>('messages'),
      steps,
      (position) => (position === null ? {} : { _id: { $gt: position } }),
      async ({ _id, seq, version, quote }) => {
        if (version !== undefined) return null
        const change = { $set: { version: seq, quotedId: quote?.messageId ?? null }, $unset: { quote: 1 } } as const
        return { updateOne: { filter: { _id }, update: change } }
      },
    ),
}
