import type { Identity } from '@colloquy/platform/identity'
import type { PresenceState } from './presence/presence-store.ts'

/** What resolvers get; made anew for each execution. */
export interface Context {
  identity: Identity
  /** A user's presence now; all that one execution asks for is read at once. */
  presenceOf: (userId: string) => Promise<PresenceState>
}
