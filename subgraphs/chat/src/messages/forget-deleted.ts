import type { AttachmentStore } from '../attachments/store.ts'
import type { LogEntry } from '../events/entry.ts'
import type { EventStore } from '../events/store.ts'

interface Stores {
  events: Pick<EventStore, 'forgetTexts'>
  attachments: Pick<AttachmentStore, 'discard'>
}

/** Takes what deleted messages said out of the log, if it is still there, and has their files removed. May be done again. */
export async function forgetDeleted(entries: readonly LogEntry[], { events, attachments }: Stores): Promise<void> {
  const deleted = entries.filter((entry) => entry.type === 'MessageDeleted').map(({ body }) => body)
  if (deleted.length === 0) return
  await Promise.all([
    events.forgetTexts(deleted.map(({ messageId }) => messageId)),
    attachments.discard(deleted.flatMap(({ attachmentIds }) => attachmentIds)),
  ])
}
