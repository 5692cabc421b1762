import type { Logger } from '@colloquy/platform/logger'
import type { TopicHub } from '@colloquy/platform/mounted-subgraph'
import { parsePayload } from '@colloquy/platform/payload'
import type { RedisChannels } from '@colloquy/platform/redis-channels'
import { conversationTopic, conversationTopicEvent } from '@colloquy/schema/topics'
import type { TransientEvent } from '@colloquy/schema/topics'
import type { RealtimeLimits } from '../limits.ts'
import { pause, pauseAfter } from '../retry.ts'
import type { EventLog } from './event-log.ts'
import { leftBy } from './membership.ts'
import { createSequence } from './sequence.ts'

/**
 * A conversation that this process listens to: publishes its events on the hub, durable ones in order of seq without
 * a hole, transient ones not before the durable ones that came before them.
 */
export interface ConversationTopic extends Disposable {
  conversationId: string
  /** Its name on the hub. */
  name: string
  /** Seq of the last durable event published on the hub. */
  readonly head: number
  /** Events up to this seq surely exist: fetches what does not arrive. */
  expect: (seq: number) => void
  /** Settles once the head is at least seq; false when the signal was aborted first. */
  reached: (seq: number, signal: AbortSignal) => Promise<boolean>
  /**
   * Calls back when an event that takes the user out of the conversation has been published, before the next event is.
   * Returns the way to stop.
   */
  onDeparture: (userId: string, listener: (seq: number) => void) => () => void
}

export interface ConversationTopicDeps {
  channels: RedisChannels
  hub: TopicHub
  log: EventLog
  /** Seq of the newest event of a conversation; 0 when it has none. */
  headOf: (conversationId: string) => Promise<number>
  logger: Logger
  limits: RealtimeLimits
}

interface Waiter {
  seq: number
  settle: (reached: boolean) => void
}

/**
 * Makes a conversation live in this process. Listens before it learns the head, so that no event falls in between.
 * @throws when Redis or chat cannot be reached
 */
export async function openConversationTopic(
  conversationId: string,
  { channels, hub, log, headOf, logger, limits }: ConversationTopicDeps,
): Promise<ConversationTopic> {
  const name = conversationTopic(conversationId)
  const closing = new AbortController()
  const departures = new Map<string, Set<(seq: number) => void>>()
  const waiters = new Set<Waiter>()
  /** They wait while a durable event is missing: it may take out somebody who must not hear of them. */
  const transients: TransientEvent[] = []
  let repairing = false

  const sequence = createSequence((event) => {
    if (event.type === 'UnknownEvent') {
      const { seq, really } = event
      logger.warn({ conversationId, seq, really }, 'an event that this version cannot read is passed on as unknown')
    }
    hub.publish(name, event)
    for (const userId of leftBy(event)) for (const listener of departures.get(userId) ?? []) listener(event.seq)
    for (const waiter of waiters) if (event.seq >= waiter.seq) waiter.settle(true)
  }, limits.maxWaitingEvents)

  const receive = (payload: string) => {
    const event = parsePayload(conversationTopicEvent, payload, { logger, channel: name })
    if (event === null || event.conversationId !== conversationId) return
    if ('seq' in event) sequence.offer(event)
    else holdBack(event)
    passTransients()
    repairIfBehind()
  }
  const holdBack = (event: TransientEvent) => {
    if (event.type === 'MessagesRead') sequence.expect(event.upToSeq)
    if (transients.length < limits.maxWaitingEvents) transients.push(event)
  }
  const passTransients = () => {
    if (!sequence.isBehind) for (const event of transients.splice(0)) hub.publish(name, event)
  }
  const repairIfBehind = () => {
    if (repairing || !sequence.isBehind || closing.signal.aborted) return
    repairing = true
    void repair().finally(() => {
      repairing = false
      repairIfBehind()
    })
  }
  const repair = async () => {
    await pause(limits.reorderPatienceMs, closing.signal)
    for (let failures = 0; sequence.isBehind && !closing.signal.aborted;) {
      const before = sequence.head ?? 0
      try {
        const { events } = await log.events({ conversationId, afterSeq: before })
        for (const event of events) sequence.offer(event)
        passTransients()
      } catch (error) {
        logger.warn({ err: error, conversationId, afterSeq: before }, 'a hole could not be filled yet')
      }
      if ((sequence.head ?? 0) > before) failures = 0
      else if (sequence.isBehind) await pause(pauseAfter((failures += 1), limits), closing.signal)
    }
  }

  const stop = await channels.listen(name, receive)
  try {
    sequence.start(await headOf(conversationId))
  } catch (error) {
    stop()
    throw error
  }
  repairIfBehind()

  return {
    conversationId,
    name,
    get head() {
      return sequence.head ?? 0
    },
    expect(seq) {
      sequence.expect(seq)
      repairIfBehind()
    },
    reached(seq, signal) {
      if ((sequence.head ?? 0) >= seq) return Promise.resolve(true)
      const { promise, resolve } = Promise.withResolvers<boolean>()
      const giveUp = () => waiter.settle(false)
      const waiter: Waiter = {
        seq,
        settle(reached) {
          waiters.delete(waiter)
          signal.removeEventListener('abort', giveUp)
          resolve(reached)
        },
      }
      waiters.add(waiter)
      signal.addEventListener('abort', giveUp)
      if (signal.aborted || closing.signal.aborted) giveUp()
      return promise
    },
    onDeparture(userId, listener) {
      const own = (seq: number) => listener(seq)
      const listeners = departures.get(userId) ?? new Set()
      departures.set(userId, listeners.add(own))
      return () => {
        listeners.delete(own)
        if (listeners.size === 0 && departures.get(userId) === listeners) departures.delete(userId)
      }
    },
    [Symbol.dispose]() {
      closing.abort()
      stop()
      for (const waiter of waiters) waiter.settle(false)
    },
  }
}
