import type { Migration } from '@colloquy/platform/migrations'
import { inBatches } from './in-batches.ts'

/** Conversations say when their newest event was committed, so that who resumes reads those alone in which something happened. */
export const timeOfNewestEvent: Migration = {
  name: '0003-time-of-newest-event',
  run: (database, steps) => {
    const events = database.collection<{ conversationId: string; atMs: number }>('events')
    return inBatches(
      database.collection<{ _id: string; lastEventAtMs?: number }>('conversations'),
      steps,
      (position) => (position === null ? {} : { _id: { $gt: position } }),
      async ({ _id, lastEventAtMs }) => {
        if (lastEventAtMs !== undefined) return null
        const [newest] = await events.find({ conversationId: _id }).sort({ atMs: -1 }).limit(1).toArray()
        return newest ? { updateOne: { filter: { _id }, update: { $max: { lastEventAtMs: newest.atMs } } } } : null
      },
    )
  },
}
