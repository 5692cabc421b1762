import type { Identity } from '@colloquy/platform/identity'
import type { PresenceState } from './presence/presence-store.ts'

/** What resolvers get; made anew for each execution. */
export interface Context {
  identity: Identity
  /**
   * Milliseconds since the epoch.
   * @throws DomainError SERVICE_UNAVAILABLE while the clock of this machine is wrong
   */
  nowMs: () => number
  /** A user's presence now; all that one execution asks for is read at once. */
  presenceOf: (userId: string) => Promise<PresenceState>
}
