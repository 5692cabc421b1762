/** One subscription's place in an audience. */
export interface Listener {
  /** Must not throw; the buffer is shared, so it must not be changed. */
  deliver: (payload: Buffer) => void
  /** The audience fell too far behind and has let this listener go. */
  lost: () => void
}

export interface Seat {
  /** Ends after what was published until now; resolves when that has been delivered, null when it has been already. */
  leave: () => Promise<void> | null
  /** Ends at once. */
  abandon: () => void
}

/** All that listen to one topic for results of one shape. */
export interface Audience {
  publish: (event: object) => void
  join: (listener: Listener) => Seat
}

/**
 * How many events of an audience may wait for what is ahead of them (a subgraph that takes long, or a flood). Past it the
 * audience is let go, so that its clients resume, rather than that memory fills.
 */
const MAX_WAITING_EVENTS = 1_000

interface Occupied extends Listener {
  /** Positions in the audience's order of events: it gets those from `from` on, and before `until`. */
  from: number
  until: number
  left: PromiseWithResolvers<void> | null
}

/**
 * Makes an audience. Each event is rendered once, events side by side, and delivered to everybody in the order in which
 * they were published. Who joins gets what is published from then on: not what is being rendered at that moment.
 * @param render never rejects
 * @param onEmpty called when the last listener has gone; the audience is not used after it
 */
export function createAudience(render: (event: object) => Promise<Buffer>, onEmpty: () => void): Audience {
  const seats = new Set<Occupied>()
  const waiting: Promise<Buffer>[] = []
  let published = 0
  let delivered = 0
  let delivering = false

  const vacate = (seat: Occupied) => {
    if (!seats.delete(seat)) return
    seat.left?.resolve()
    if (seats.size === 0) onEmpty()
  }

  const deliverAll = async () => {
    delivering = true
    for (let rendering = waiting[0]; rendering; rendering = waiting[0]) {
      const payload = await rendering
      void waiting.shift()
      const position = delivered++
      for (const seat of seats) {
        if (position >= seat.from && position < seat.until) seat.deliver(payload)
        if (seat.until <= delivered) vacate(seat)
      }
    }
    delivering = false
  }

  return {
    publish(event) {
      if (waiting.length >= MAX_WAITING_EVENTS) {
        for (const seat of seats) {
          vacate(seat)
          seat.lost()
        }
        return
      }
      published++
      waiting.push(render(event))
      if (!delivering) void deliverAll()
    },
    join(listener) {
      const seat: Occupied = { ...listener, from: published, until: Number.POSITIVE_INFINITY, left: null }
      seats.add(seat)
      return {
        leave() {
          if (!seats.has(seat)) return null
          seat.until = Math.min(seat.until, published)
          if (seat.until <= delivered) {
            vacate(seat)
            return null
          }
          seat.left ??= Promise.withResolvers()
          return seat.left.promise
        },
        abandon: () => vacate(seat),
      }
    },
  }
}
