import type { Migration } from '@colloquy/platform/migrations'
import { entriesWithoutMessages } from './0001-entries-without-messages.ts'
import { quotesByReference } from './0002-quotes-by-reference.ts'
import { timeOfNewestEvent } from './0003-time-of-newest-event.ts'
import { uploadsAreSwept } from './0004-uploads-are-swept.ts'
import { membershipsAreTold } from './0005-memberships-are-told.ts'

/** In the order in which they run. Each is added at the end, and none is changed once it has been released. */
export const MIGRATIONS: readonly Migration[] = [
  entriesWithoutMessages,
  quotesByReference,
  timeOfNewestEvent,
  uploadsAreSwept,
  membershipsAreTold,
]
