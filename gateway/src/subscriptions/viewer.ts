import type { Logger } from '@colloquy/platform/logger'
import type { ViewerStream } from '@colloquy/platform/mounted-subgraph'
import { GraphQLError } from 'graphql'
import { graphQLErrorsOf } from '../supergraph/errors.ts'
import type { Seat } from './audience.ts'
import type { Shape } from './shape.ts'
import type { Topics } from './topics.ts'

/** Where one subscription's results go. After `error` or `complete` nothing more comes. A throw ends it. */
export interface ResultSink {
  /** One serialised ExecutionResult (UTF-8 JSON). All sinks of an audience get the same Buffer: do not change it. */
  next: (payload: Buffer) => void
  /** Ends it. */
  error: (errors: readonly GraphQLError[]) => void
  /** Ends it. */
  complete: () => void
}

/** One running subscription. */
export interface Viewer {
  stream: ViewerStream
  /** The viewer has gone: nothing more reaches the sink. Calling it again does nothing. */
  close: () => void
  /** Calls back once when the subscription is over, whoever ended it; at once when it is over already. */
  whenClosed: (callback: () => void) => void
}

/** How many results may wait for one viewer: events held back on a topic, or sends that nobody waits for. */
export const MAX_WAITING_RESULTS = 10_000

/** The client got all there was until now, and what comes next it has to ask for again. */
export const interrupted = (why: string) =>
  new GraphQLError(`${why} Subscribe again, from the last event received.`, {
    extensions: { code: 'SUBSCRIPTION_INTERRUPTED' },
  })

interface Membership {
  seat: Seat
  /** What waits for release; null when events go straight through. */
  held: Buffer[] | null
}

/** Makes the stream of one viewer: what is sent to it alone, and what comes from the topics that it joins, in order. */
export function createViewer(shape: Shape, topics: Topics, sink: ResultSink, logger: Logger): Viewer {
  const memberships = new Map<string, Membership>()
  const leaving = new Set<Promise<void>>()
  const callbacks = new Set<() => void>()
  const seats = new Set<Seat>()
  let state: 'open' | 'ending' | 'closed' = 'open'
  let sending = Promise.resolve()
  let sends = 0

  const close = () => {
    if (state === 'closed') return
    state = 'closed'
    for (const seat of seats) seat.abandon()
    seats.clear()
    memberships.clear()
    for (const callback of callbacks) callback()
    callbacks.clear()
  }
  const finish = (error?: Error) => {
    if (state === 'closed') return
    close()
    if (error) sink.error(graphQLErrorsOf(error))
    else sink.complete()
  }
  const emit = (payload: Buffer) => {
    try {
      sink.next(payload)
    } catch (error) {
      logger.error({ err: error }, 'a subscription ends because its sink threw')
      close()
    }
  }
  const lost = () => finish(interrupted('Events came faster than they could be delivered.'))

  const leave = (topic: string) => {
    const membership = memberships.get(topic)
    if (!membership) return
    memberships.delete(topic)
    const left = membership.held ? membership.seat.abandon() : membership.seat.leave()
    if (!left) return void seats.delete(membership.seat)
    leaving.add(left)
    void left.then(() => {
      leaving.delete(left)
      seats.delete(membership.seat)
    })
  }

  /** Runs when all that was sent before has been delivered: now, if it has. */
  const inTurn = (run: () => void) => {
    if (sends === 0) run()
    else sending = sending.then(run)
  }

  const stream: ViewerStream = {
    get closed() {
      return state !== 'open'
    },
    join(topic, { held = false } = {}) {
      if (state !== 'open' || memberships.has(topic)) return
      const deliver = (payload: Buffer) => {
        if (!membership.held) return emit(payload)
        membership.held.push(payload)
        if (membership.held.length > MAX_WAITING_RESULTS) lost()
      }
      const seat = topics.join(topic, shape, { deliver, lost })
      const membership: Membership = { seat, held: held ? [] : null }
      memberships.set(topic, membership)
      seats.add(seat)
    },
    release(topic) {
      const membership = memberships.get(topic)
      if (!membership) return
      inTurn(() => {
        const held = membership.held ?? []
        membership.held = null
        for (const payload of held) if (state !== 'closed') emit(payload)
      })
    },
    leave,
    send(event) {
      if (state !== 'open') return Promise.resolve()
      if (sends >= MAX_WAITING_RESULTS) {
        lost()
        return Promise.resolve()
      }
      sends++
      const rendering = shape.render(event)
      sending = sending.then(async () => {
        const payload = await rendering
        sends--
        if (state !== 'closed') emit(payload)
      })
      return sending
    },
    end(error) {
      if (state !== 'open') return
      state = 'ending'
      for (const topic of [...memberships.keys()]) leave(topic)
      if (sends === 0 && leaving.size === 0) return finish(error)
      void Promise.all([sending, ...leaving]).then(() => finish(error))
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
