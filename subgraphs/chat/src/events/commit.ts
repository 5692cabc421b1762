import { setTimeout as pause } from 'node:timers/promises'
import { entryAfter, headOf } from './entry.ts'
import type { Draft, Head, LogEntry } from './entry.ts'
import { createRecentMap } from './recent-map.ts'
import { createSerialQueue } from './serial-queue.ts'
import type { EventStore } from './store.ts'

/**
 * What to append, decided on the conversation as it is at the head given; null for nothing. Runs again, on a newer head,
 * when another process was faster, so it may only read. A throw appends nothing.
 */
export type Decide = (head: Head) => Draft | null | Promise<Draft | null>

/** Appends one event to a conversation's log. With a client key that the log has already, the answer is that entry. */
export type Commit = (conversationId: string, decide: Decide) => Promise<LogEntry | null>

/** How often an append tries; each failed attempt means that another process got ahead, so the log moves on. */
const MAX_ATTEMPTS = 64
/** Longest pause between attempts. */
const MAX_PAUSE_MS = 32
/** How many conversations' heads are remembered, to spare reading them. */
const MAX_KNOWN_HEADS = 10_000

/**
 * Commits by inserting at head + 1 under the unique index on (conversation, seq), and again on a duplicate: so seqs have
 * no holes and commits happen in their order. A queue per conversation keeps this process from competing with itself.
 */
export function createCommit(store: Pick<EventStore, 'head' | 'insert' | 'byClientKey'>): Commit {
  const queue = createSerialQueue()
  const heads = createRecentMap<Head>(MAX_KNOWN_HEADS)

  const attempt = async (conversationId: string, decide: Decide): Promise<LogEntry | null | 'taken'> => {
    const head = heads.get(conversationId) ?? (await store.head(conversationId))
    const draft = await decide(head)
    if (draft === null) return null
    const entry = entryAfter(head, conversationId, draft, Date.now())
    // Whatever comes of it, this head is old; after an error nobody knows whether the insert took place.
    heads.delete(conversationId)
    if (await store.insert(entry)) {
      heads.set(conversationId, headOf(entry))
      return entry
    }
    return (entry.clientKey !== undefined && (await store.byClientKey(entry.clientKey))) || 'taken'
  }

  return (conversationId, decide) =>
    queue(conversationId, async () => {
      for (let tries = 0; tries < MAX_ATTEMPTS; tries++) {
        const outcome = await attempt(conversationId, decide)
        if (outcome !== 'taken') return outcome
        await pause(Math.random() * Math.min(2 ** tries, MAX_PAUSE_MS))
      }
      throw new Error(`Conversation ${conversationId} is written to faster than an append could follow.`)
    })
}
