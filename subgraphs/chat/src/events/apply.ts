import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from '@colloquy/platform/logger'
import { messageOf } from '../messages/messages.ts'
import type { Message } from '../messages/messages.ts'
import { messageIdOf } from './entry.ts'
import type { LogEntry } from './entry.ts'
import { createLanes } from './lanes.ts'
import type { PayloadsOf } from './payloads.ts'
import type { PublishEvents } from './publish.ts'
import { createRecentMap } from './recent-map.ts'
import type { EventStore } from './store.ts'

/**
 * What follows from events in other collections. Gets entries of one conversation, in order and without holes from what
 * was applied before. It may get any of them again, then it changes nothing; and one that an older version of the code could not
 * read comes late, after others that follow it. What it cannot read itself it passes over.
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
  /**
   * For entries within what is applied that are pending still: Redis was away, or an older version of the code passed them
   * over. Projects and publishes them once more; the publish never rejects.
   */
  again: (conversationId: string, entries: LogEntry[]) => Promise<void>
}

interface Wanted {
  seq: number
  entry: LogEntry | undefined
}

/** Most events applied in one go. */
const MAX_BATCH = 200
/**
 * How long an event that cannot be read here is left to a newer process, which applies it within moments, or, when it died
 * over it, by its sweep. After that it is passed over, so that a conversation goes on when no newer process is left.
 */
const UNKNOWN_PATIENCE_MS = 10_000
/** How often is looked whether that has happened. */
const LOOK_AGAIN_MS = 50
/** Younger than this a message is published as it was sent, unread: an event that changes it follows in any case. */
const YOUNG_MS = 1_000
/** Of how many conversations is remembered how far they are applied, to spare asking. */
const MAX_KNOWN_APPLIED = 10_000

/**
 * Applies committed events in order of seq, each conversation in turns of its own: the busier it is, the more events
 * share a turn's writes. Several processes may apply the same events at once.
 */
export function createApplier({
  store,
  projection,
  payloadsOf,
  publishEvents,
  logger,
  unknownPatienceMs = UNKNOWN_PATIENCE_MS,
}: {
  store: Pick<EventStore, 'range' | 'markDone'>
  projection: Projection
  payloadsOf: PayloadsOf
  publishEvents: PublishEvents
  logger: Logger
  unknownPatienceMs?: number
}): Applier {
  const applied = createRecentMap<number>(MAX_KNOWN_APPLIED)
  /** Publishes that nobody waits for. */
  const underWay = new Set<Promise<void>>()

  const publish = async (conversationId: string, entries: LogEntry[], known: Message[] = []) => {
    try {
      await publishEvents(await payloadsOf(entries, known))
      // What was passed over stays pending: whoever can read it has still to apply it.
      const done = entries.filter(({ type }) => type !== 'UnknownEvent')
      if (done.length > 0) await store.markDone(done)
    } catch (error) {
      logger.warn({ err: error, conversationId }, 'events stay pending')
    }
  }

  const applyInOrder = async (conversationId: string, entries: LogEntry[]) => {
    for (const { type, seq, body } of entries) {
      if (type !== 'UnknownEvent') continue
      logger.warn({ conversationId, seq, really: body.really }, 'an event that this version cannot read is passed over')
    }
    await projection.project(entries)
    const last = entries.at(-1)
    if (last) applied.set(conversationId, last.seq)
    const published = publish(conversationId, entries, sentJustNow(entries))
    underWay.add(published)
    void published.then(() => underWay.delete(published))
  }

  const isLeftToOthers = ({ type, atMs }: LogEntry) => type === 'UnknownEvent' && Date.now() - atMs < unknownPatienceMs

  const upTo = createLanes<Wanted, void>(async (conversationId, jobs) => {
    const upToSeq = Math.max(...jobs.map(({ request }) => request.seq))
    const atHand = new Map(jobs.map(({ request }) => [request.seq, request.entry]))
    let appliedSeq = applied.get(conversationId) ?? (await projection.appliedSeq(conversationId))
    while (appliedSeq < upToSeq) {
      const next = continuing(atHand, appliedSeq)
      const range = { conversationId, afterSeq: appliedSeq, upToSeq }
      const found = next.length > 0 ? next : await store.range(range, MAX_BATCH)
      if (found.length === 0) throw new Error(`Conversation ${conversationId} lacks event ${appliedSeq + 1}.`)
      const unknownAt = found.findIndex(isLeftToOthers)
      const batch = unknownAt === -1 ? found : found.slice(0, unknownAt)
      const last = batch.at(-1)
      if (last) {
        await applyInOrder(conversationId, batch)
        appliedSeq = last.seq
      } else {
        await delay(LOOK_AGAIN_MS)
        appliedSeq = Math.max(appliedSeq, await projection.appliedSeq(conversationId))
      }
    }
    applied.set(conversationId, appliedSeq)
    for (const { resolve } of jobs) resolve()
  })

  return {
    upTo: (conversationId, seq, entry) => upTo(conversationId, { seq, entry }),
    async again(conversationId, entries) {
      await projection.project(entries)
      await publish(conversationId, entries)
    },
    async [Symbol.asyncDispose]() {
      while (underWay.size > 0) await Promise.all(underWay)
    },
  }
}

/** The messages of entries so young that nobody needs to look whether they still stand as they were sent. */
function sentJustNow(entries: LogEntry[]): Message[] {
  const changedIds = new Set(entries.map((entry) => (entry.type === 'MessageSent' ? null : messageIdOf(entry))))
  const young = entries.filter(({ atMs }) => Date.now() - atMs < YOUNG_MS)
  const sent = young.map(messageOf).filter((message) => message !== null)
  return sent.filter(({ id }) => !changedIds.has(id))
}

/** Those of the entries that follow seq without a hole, at most a batch. */
function continuing(entries: ReadonlyMap<number, LogEntry | undefined>, seq: number): LogEntry[] {
  const found: LogEntry[] = []
  for (let entry = entries.get(seq + 1); entry && found.length < MAX_BATCH; entry = entries.get(entry.seq + 1)) {
    found.push(entry)
  }
  return found
}
