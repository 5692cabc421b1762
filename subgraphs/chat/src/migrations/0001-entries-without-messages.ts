import type { Migration } from '@colloquy/platform/migrations'
import { ENTRY_VERSIONS, readEntryContent } from '@colloquy/schema/events/log-entry'
import { mongo } from 'mongoose'
import { inBatches } from './in-batches.ts'

interface FirstEntry {
  _id: mongo.ObjectId
  payload?: object
  ownerId?: string
  /** Absent once it is done. */
  pendingSinceMs?: number
}

/**
 * The first release kept messages in the event log as well, with their text, quotes and names of files. Entries get the
 * envelope and the body that they have now; text stays in those alone that have not been applied.
 */
export const entriesWithoutMessages: Migration = {
  name: '0001-entries-without-messages',
  run: (database, steps) =>
    inBatches(
      database.collection<FirstEntry>('events'),
      steps,
      (position) => (position === null ? {} : { _id: { $gt: new mongo.ObjectId(position) } }),
      async (entry) => {
        const content = entry.payload ? readEntryContent(entry) : null
        if (content === null || content.type === 'UnknownEvent') return null
        const { type, body } = content
        const { text: _, ...facts } = { text: undefined, ...body }
        const kept = entry.pendingSinceMs === undefined ? facts : body
        const change = {
          $set: { type, typeVersion: ENTRY_VERSIONS[type], body: kept },
          $unset: { payload: 1, ownerId: 1 },
        } as const
        return { updateOne: { filter: { _id: entry._id }, update: change } }
      },
    ),
}
