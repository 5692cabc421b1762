import type { Migration } from '@colloquy/platform/migrations'
import { inBatches } from './in-batches.ts'

const DAY_MS = 24 * 60 * 60 * 1_000

/** In the first release nothing removed what uploads leave behind: the sweep looks at all of them a day from now. */
export const uploadsAreSwept: Migration = {
  name: '0004-uploads-are-swept',
  run: (database, steps) =>
    inBatches(
      database.collection<{ _id: string; sweepAt?: Date | null }>('attachments'),
      steps,
      (position) => (position === null ? {} : { _id: { $gt: position } }),
      async ({ _id, sweepAt }) => {
        if (sweepAt !== undefined) return null
        return { updateOne: { filter: { _id }, update: { $set: { sweepAt: new Date(Date.now() + DAY_MS) } } } }
      },
    ),
}
