import type { SecurityLog } from '@colloquy/platform/security-log'
import { createApplier } from './apply.ts'
import { createCommit } from './commit.ts'
import type { Decide } from './commit.ts'
import type { Draft, LogEntry } from './entry.ts'

export interface EventLog extends AsyncDisposable {
  /**
   * Commits a draft, or what is decided, and resolves once it is applied. Rejecting says nothing about the commit: it may have
   * happened, and is then finished by the next append or the sweep.
   */
  append: (conversationId: string, wanted: Draft | Decide) => Promise<LogEntry | null>
  /** Whether there is an event with this client key. */
  has: (clientKey: string) => Promise<boolean>
  /** Resolves once everything up to and including `seq` is applied. */
  catchUp: (conversationId: string, seq: number) => Promise<void>
  /** Finishes what has been pending for longer than `olderThanMs`, a bounded number of events. */
  sweep: (olderThanMs: number) => Promise<void>
}

/** Most events that one sweep finishes. */
const MAX_SWEPT = 1_000

type Options = Parameters<typeof createApplier>[0] & {
  store: Parameters<typeof createCommit>[0] & SweepStore
  clock: Parameters<typeof createCommit>[1]
  /** Is told who comes and goes, as soon as that is committed. */
  securityLog: SecurityLog
}
interface SweepStore {
  pending: (beforeMs: number, limit: number) => Promise<LogEntry[]>
}

/** The event log of all conversations: one insert commits an event, everything else follows and can follow again. */
export function createEventLog(options: Options): EventLog {
  const { store, clock, projection, securityLog, logger } = options
  const commit = createCommit(store, clock)
  const applier = createApplier(options)
  return {
    async append(conversationId, wanted) {
      const entry = await commit(conversationId, wanted)
      if (entry?.type === 'MembersChanged') {
        const { byId, joinedIds, leftIds } = entry.body
        securityLog({ type: 'members-changed', conversationId, byId, joinedIds, leftIds })
      }
      if (entry) await applier.upTo(conversationId, entry.seq, entry)
      return entry
    },
    has: async (clientKey) => (await store.byClientKey(clientKey)) !== null,
    catchUp: (conversationId, seq) => applier.upTo(conversationId, seq),
    async sweep(olderThanMs) {
      const found = await store.pending(Date.now() - olderThanMs, MAX_SWEPT)
      // Damaged ones are nobody's to apply.
      const pending = found.filter(({ type }) => type !== 'UnknownEvent')
      for (const [conversationId, entries] of Map.groupBy(pending, (entry) => entry.conversationId)) {
        entries.sort((a, b) => a.seq - b.seq)
        try {
          const appliedSeq = await projection.appliedSeq(conversationId)
          await applier.upTo(conversationId, entries.at(-1)?.seq ?? 0)
          // What was applied just now is published by that.
          const left = entries.filter(({ seq }) => seq <= appliedSeq)
          if (left.length > 0) await applier.again(conversationId, left)
        } catch (error) {
          // The other conversations must not wait for this one.
          logger.warn({ err: error, conversationId }, 'a sweep left events pending')
        }
      }
    },
    [Symbol.asyncDispose]: () => applier[Symbol.asyncDispose](),
  }
}
