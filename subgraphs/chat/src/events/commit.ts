import { setTimeout as pause } from 'node:timers/promises'
import type { Clock } from '@colloquy/platform/clock'
import { entryAfter, headOf } from './entry.ts'
import type { Draft, Head, LogEntry, NewEntry } from './entry.ts'
import { createLanes } from './lanes.ts'
import type { Job } from './lanes.ts'
import { createRecentMap } from './recent-map.ts'
import type { EventStore } from './store.ts'

/**
 * What to append, decided on the conversation as it is at the head given; null for nothing. Runs again, on a newer head,
 * when another process was faster, so it may only read. A throw appends nothing.
 */
export type Decide = (head: Head) => Promise<Draft | null>

/**
 * Appends one event to a conversation's log: a draft as it is, or what is decided. With a client key that the log has
 * already, the answer is that entry.
 */
export type Commit = (conversationId: string, wanted: Draft | Decide) => Promise<LogEntry | null>

/** How often an append tries; each failed attempt means that another process got ahead, so the log moves on. */
const MAX_ATTEMPTS = 64
/** Longest pause between attempts. */
const MAX_PAUSE_MS = 32
/** Most drafts committed with one insert. */
const MAX_DRAFTS = 100
/** How many conversations' heads are remembered, to spare reading them. */
const MAX_KNOWN_HEADS = 10_000

type Waiting = Job<Draft | Decide, LogEntry | null>

/**
 * Commits by inserting at head + 1 under the unique index on (conversation, seq), and again on a duplicate: so seqs have
 * no holes and commits happen in their order. One lane a conversation keeps this process from competing with itself; the
 * drafts that wait in it are inserted together, so that processes which compete take turns instead of starving.
 */
export function createCommit(
  store: Pick<EventStore, 'head' | 'insert' | 'byClientKey'>,
  clock: Pick<Clock, 'nowMs'>,
): Commit {
  const heads = createRecentMap<Head>(MAX_KNOWN_HEADS)

  /** Settles as many of the jobs as it can, from the first on, and returns the rest. */
  const attempt = async (conversationId: string, jobs: Waiting[]): Promise<Waiting[]> => {
    const head = heads.get(conversationId) ?? (await store.head(conversationId))
    const entries = await entriesFor(conversationId, head, jobs, clock)
    if (entries.length === 0) {
      for (const { resolve } of jobs) resolve(null)
      return []
    }
    // Whatever comes of it, this head is old; after an error nobody knows what was inserted.
    heads.delete(conversationId)
    const inserted = await store.insert(entries)
    for (const [index, entry] of entries.slice(0, inserted).entries()) jobs[index]?.resolve(entry)
    const refused = entries[inserted]
    if (!refused) {
      heads.set(conversationId, headOf(entries.at(-1) ?? head))
      return jobs.slice(inserted)
    }
    const existing = refused.clientKey === undefined ? null : await store.byClientKey(refused.clientKey)
    if (!existing) return jobs.slice(inserted)
    jobs[inserted]?.resolve(existing)
    heads.set(conversationId, headOf(entries[inserted - 1] ?? head))
    return jobs.slice(inserted + 1)
  }

  const commit = async (conversationId: string, jobs: Waiting[]) => {
    let rest = jobs
    for (let failures = 0; rest.length > 0;) {
      const left = await attempt(conversationId, rest)
      if (left.length < rest.length) failures = 0
      else if (++failures === MAX_ATTEMPTS) throw new Error(`Conversation ${conversationId} moves on too fast.`)
      else await pause(Math.random() * Math.min(2 ** failures, MAX_PAUSE_MS))
      rest = left
    }
  }

  return createLanes<Draft | Decide, LogEntry | null>(async (conversationId, jobs) => {
    for (let start = 0; start < jobs.length;) {
      const together = leadingDrafts(jobs.slice(start, start + MAX_DRAFTS))
      start += together.length
      try {
        await commit(conversationId, together)
      } catch (error) {
        for (const { reject } of together) reject(error)
      }
    }
  })
}

/** The entries that jobs ask for, one right after the other; none when a decision is that there is nothing to do. */
async function entriesFor(
  conversationId: string,
  head: Head,
  jobs: Waiting[],
  clock: Pick<Clock, 'nowMs'>,
): Promise<NewEntry[]> {
  const entries: NewEntry[] = []
  for (const { request } of jobs) {
    const draft = typeof request === 'function' ? await request(head) : request
    if (draft) entries.push(entryAfter(entries.at(-1) ?? head, conversationId, draft, clock.nowMs()))
  }
  return entries
}

/** The first job and, unless it is a decision, the drafts right after it: decisions need a head that is committed. */
function leadingDrafts(jobs: Waiting[]): Waiting[] {
  const decision = jobs.findIndex(({ request }) => typeof request === 'function')
  return decision === -1 ? jobs : jobs.slice(0, Math.max(1, decision))
}
