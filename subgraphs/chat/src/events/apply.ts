import type { Logger } from '@colloquy/platform/logger'
import type { LogEntry } from './entry.ts'
import { createLanes } from './lanes.ts'
import type { PublishEntries } from './publish.ts'
import { createRecentMap } from './recent-map.ts'
import type { EventStore } from './store.ts'

/**
 * What follows from events in other collections. Gets entries of one conversation, in order and without holes from what
 * was applied before, and may get any of them again: then it changes nothing.
 */
export interface Projection {
  project: (entries: LogEntry[]) => Promise<void>
  /** Seq up to which all events of the conversation are projected. */
  appliedSeq: (conversationId: string) => Promise<number>
}

export interface Applier extends AsyncDisposable {
  /**
   * Resolves once all events up to and including `seq`, which must be committed, are applied; their publish has begun
   * then. `entry`: the event with that seq, when it is at hand.
   */
  upTo: (conversationId: string, seq: number, entry?: LogEntry) => Promise<void>
  /** Publishes entries that are applied; done with them once Redis has them, left pending otherwise. Never rejects. */
  publish: (conversationId: string, entries: LogEntry[]) => Promise<void>
}

interface Wanted {
  seq: number
  entry: LogEntry | undefined
}

/** Most events applied in one go. */
const MAX_BATCH = 200
/** Of how many conversations is remembered how far they are applied, to spare asking. */
const MAX_KNOWN_APPLIED = 10_000

/**
 * Applies committed events in order of seq, each conversation in turns of its own: the busier it is, the more events
 * share a turn's writes. Several processes may apply the same events at once.
 */
export function createApplier({
  store,
  projection,
  publishEntries,
  logger,
}: {
  store: Pick<EventStore, 'range' | 'markDone'>
  projection: Projection
  publishEntries: PublishEntries
  logger: Logger
}): Applier {
  const applied = createRecentMap<number>(MAX_KNOWN_APPLIED)
  /** Publishes that nobody waits for. */
  const underWay = new Set<Promise<void>>()

  const publish = async (conversationId: string, entries: LogEntry[]) => {
    try {
      await publishEntries(entries)
      const seqs = entries.map(({ seq }) => seq)
      await store.markDone(conversationId, seqs)
    } catch (error) {
      logger.warn({ err: error, conversationId }, 'events stay pending')
    }
  }

  const applyInOrder = async (conversationId: string, entries: LogEntry[]) => {
    await projection.project(entries)
    const last = entries.at(-1)
    if (last) applied.set(conversationId, last.seq)
    const published = publish(conversationId, entries)
    underWay.add(published)
    void published.then(() => underWay.delete(published))
  }

  const upTo = createLanes<Wanted, void>(async (conversationId, jobs) => {
    const upToSeq = Math.max(...jobs.map(({ request }) => request.seq))
    const atHand = new Map(jobs.map(({ request }) => [request.seq, request.entry]))
    let appliedSeq = applied.get(conversationId) ?? (await projection.appliedSeq(conversationId))
    while (appliedSeq < upToSeq) {
      const next = continuing(atHand, appliedSeq)
      const range = { conversationId, afterSeq: appliedSeq, upToSeq }
      const batch = next.length > 0 ? next : await store.range(range, MAX_BATCH)
      const last = batch.at(-1)
      if (!last) throw new Error(`Conversation ${conversationId} lacks event ${appliedSeq + 1}.`)
      await applyInOrder(conversationId, batch)
      appliedSeq = last.seq
    }
    applied.set(conversationId, appliedSeq)
    for (const { resolve } of jobs) resolve()
  })

  return {
    upTo: (conversationId, seq, entry) => upTo(conversationId, { seq, entry }),
    publish,
    async [Symbol.asyncDispose]() {
      while (underWay.size > 0) await Promise.all(underWay)
    },
  }
}

/** Those of the entries that follow seq without a hole, at most a batch. */
function continuing(entries: ReadonlyMap<number, LogEntry | undefined>, seq: number): LogEntry[] {
  const found: LogEntry[] = []
  for (let entry = entries.get(seq + 1); entry && found.length < MAX_BATCH; entry = entries.get(entry.seq + 1)) {
    found.push(entry)
  }
  return found
}
