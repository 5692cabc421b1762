import type { GraphQLError } from 'graphql'
import { graphQLErrorsOf, interrupted } from '../plan/errors.ts'
import type { Logger } from '../plan/logger.ts'
import type { EventStream } from '../subgraphs/mounted.ts'
import type { Seat } from './audience.ts'
import type { EventRenderer } from './shape.ts'
import type { Topics } from './topics.ts'
import type { TakeTurn } from '../plan/turns.ts'

/** Where one subscription's results go. After `error` or `complete` nothing more comes. A throw ends it. */
export interface ResultSink {
  /** One serialised ExecutionResult (UTF-8 JSON). All sinks of an audience get the same Buffer: do not change it. */
  next: (payload: Buffer) => void
  /**
   * Resolves when it can take more: what is sent to one viewer alone, such as all that was missed, waits for it. When that
   * takes longer than `stalledReplayMs` (limits), the subscription ends.
   */
  roomy?: () => Promise<void>
  /** Where the subscription stands before its first event, for transports that tell of ids: see `resumable`. */
  startsAfter?: ((id: string) => void) | undefined
  /** Ends it. */
  error: (errors: readonly GraphQLError[]) => void
  /** Ends it. */
  complete: () => void
}

/** One running subscription. */
export interface RunningSubscription {
  stream: EventStream
  /** The viewer has gone: nothing more reaches the sink. Calling it again does nothing. */
  close: () => void
  /** Calls back once when the subscription is over, whoever ended it; at once when it is over already. */
  whenClosed: (callback: () => void) => void
}

/** How many results may wait for one subscription: events held back on a topic, or sends that nobody waits for. */
const MAX_WAITING_RESULTS = 10_000

interface RunningSubscriptionOptions {
  shape: EventRenderer
  topics: Topics
  sink: ResultSink
  /** How long a reader may take nothing of what is sent to it alone. */
  stallMs: number
  /** Renders what is sent to one viewer alone, so that it does not keep the live events of others waiting. */
  inTurn: TakeTurn
  logger: Logger
}

interface Membership {
  seat: Seat
  /** What waits for its turn; null when events go straight through. */
  waiting: Buffer[] | null
  /** It may go on, if perhaps only after what is being sent. */
  released: boolean
}

/**
 * Makes a subscription that runs, with the stream that feeds it. In order are: what is sent to it alone, what is held back on a topic until its release,
 * and the events of each topic. What was published or sent before a `leave` or `end` still arrives, nothing after it.
 */
export function createRunningSubscription({
  shape,
  topics,
  sink,
  stallMs,
  inTurn,
  logger,
}: RunningSubscriptionOptions): RunningSubscription {
  const memberships = new Map<string, Membership>()
  /** Also those that were left, while events from before are on their way. */
  const seats = new Map<Seat, Promise<void> | null>()
  const callbacks = new Set<() => void>()
  let state: 'open' | 'ending' | 'closed' = 'open'
  let lastSend = Promise.resolve()
  let waitingSends = 0
  const isGone = () => state === 'closed'

  const close = () => {
    if (state === 'closed') return
    state = 'closed'
    for (const seat of seats.keys()) seat.abandon()
    for (const callback of callbacks) {
      try {
        callback()
      } catch (error) {
        logger.error({ err: error }, 'the end of a subscription was not taken well')
      }
    }
  }
  const finish = (error?: Error) => {
    if (state === 'closed') return
    close()
    if (error) sink.error(graphQLErrorsOf(error))
    else sink.complete()
  }
  const finishAfter = async (onTheWay: readonly Promise<void>[], error?: Error) => {
    await Promise.all(onTheWay)
    finish(error)
  }
  const lost = () => finish(interrupted('Events came faster than they could be delivered.'))

  const emit = (payload: Buffer) => {
    if (state === 'closed') return
    try {
      sink.next(payload)
    } catch (error) {
      logger.error({ err: error }, 'a subscription ends because its sink threw')
      close()
    }
  }
  /** One at a time, and only when the reader has taken the last: each viewer waits for one turn, however much it is sent. */
  const sendAfter = async (previous: Promise<void>, event: object) => {
    await previous
    const payload = isGone() ? null : await inTurn(async () => (isGone() ? null : shape.render(event)))
    waitingSends--
    if (payload) emit(payload)
    if (!isGone()) await untilRoomy()
  }
  /** A reader that stalls would keep what it has not been sent in memory, for as long as it likes. */
  const untilRoomy = async () => {
    const stalled = Promise.withResolvers<void>()
    const timer = setTimeout(() => {
      finish(interrupted('What was missed was not read in time.'))
      stalled.resolve()
    }, stallMs)
    await Promise.race([sink.roomy?.(), stalled.promise])
    clearTimeout(timer)
  }
  const letThrough = (membership: Membership) => {
    const waiting = membership.waiting ?? []
    membership.waiting = null
    for (const payload of waiting) emit(payload)
  }
  const leave = (topic: string) => {
    const membership = memberships.get(topic)
    if (!membership) return
    const { seat, released } = membership
    memberships.delete(topic)
    if (!released) seat.abandon()
    void forget(seat, released ? seat.leave() : null)
  }
  const forget = async (seat: Seat, left: Promise<void> | null) => {
    seats.set(seat, left)
    if (left) await left
    seats.delete(seat)
  }

  const stream: EventStream = {
    get closed() {
      return state !== 'open'
    },
    join(topic, { held = false } = {}) {
      if (state !== 'open' || memberships.has(topic)) return
      const deliver = (payload: Buffer) => {
        if (!membership.waiting) emit(payload)
        else if (membership.waiting.push(payload) > MAX_WAITING_RESULTS) lost()
      }
      const seat = topics.join(topic, shape, { deliver, lost })
      const membership: Membership = { seat, waiting: held ? [] : null, released: !held }
      memberships.set(topic, membership)
      seats.set(seat, null)
    },
    release(topic) {
      const membership = memberships.get(topic)
      if (!membership) return
      membership.released = true
      if (waitingSends === 0) letThrough(membership)
      else lastSend = runAfter(lastSend, () => letThrough(membership))
    },
    leave,
    startsAfter(id) {
      if (state === 'open' && sink.startsAfter) sink.startsAfter(id())
    },
    async send(event) {
      if (state !== 'open') return
      if (waitingSends >= MAX_WAITING_RESULTS) return lost()
      waitingSends++
      lastSend = sendAfter(lastSend, event)
      await lastSend
    },
    end(error) {
      if (state !== 'open') return
      state = 'ending'
      for (const topic of memberships.keys()) leave(topic)
      const onTheWay = [...seats.values()].filter((left) => left !== null)
      if (waitingSends === 0 && onTheWay.length === 0) finish(error)
      else void finishAfter([lastSend, ...onTheWay], error)
    },
  }

  return {
    stream,
    close,
    whenClosed(callback) {
      if (state === 'closed') callback()
      else callbacks.add(callback)
    },
  }
}

async function runAfter(previous: Promise<void>, run: () => void): Promise<void> {
  await previous
  run()
}
