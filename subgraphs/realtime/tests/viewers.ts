import type { TopicHub, ViewerStream } from '@colloquy/platform/mounted-subgraph'

/** A viewer's stream that keeps what was delivered. */
export interface RecordingStream extends ViewerStream {
  delivered: object[]
  /** How it ended, if it did. */
  ended: 'complete' | Error | null
  /** Where it stood before its first event, if it told. */
  startedAfter: string | null
  topics: ReadonlySet<string>
  /** The viewer goes away. */
  hangUp: () => void
  /** Called before each event that is sent to this viewer alone. */
  onSend: () => Promise<void> | void
}

export interface RecordingHub extends TopicHub {
  createStream: () => RecordingStream
  published: Map<string, object[]>
}

interface Place {
  held: object[] | null
  deliver: (event: object) => void
}

/** A hub that delivers each event at once, as the contract of mounted subgraphs has it, and remembers all. */
export function createRecordingHub(): RecordingHub {
  const members = new Map<string, Set<(event: object) => void>>()
  const published = new Map<string, object[]>()
  return {
    published,
    publish(topic, event) {
      published.set(topic, [...(published.get(topic) ?? []), event])
      for (const deliver of members.get(topic) ?? []) deliver(event)
    },
    createStream() {
      const joined = new Map<string, Place>()
      const topics = new Set<string>()
      let closed = false
      const leave = (topic: string) => {
        const place = joined.get(topic)
        if (place) members.get(topic)?.delete(place.deliver)
        joined.delete(topic)
        topics.delete(topic)
      }
      const close = (how: RecordingStream['ended']) => {
        if (closed) return
        closed = true
        stream.ended = how
        for (const topic of joined.keys()) leave(topic)
      }
      const stream: RecordingStream = {
        delivered: [],
        ended: null,
        startedAfter: null,
        topics,
        onSend: () => undefined,
        get closed() {
          return closed
        },
        join(topic, { held = false } = {}) {
          if (closed || joined.has(topic)) return
          const place: Place = {
            held: held ? [] : null,
            deliver: (event) => void (place.held ?? stream.delivered).push(event),
          }
          joined.set(topic, place)
          topics.add(topic)
          members.set(topic, (members.get(topic) ?? new Set()).add(place.deliver))
        },
        release(topic) {
          const place = joined.get(topic)
          if (!place?.held) return
          stream.delivered.push(...place.held)
          place.held = null
        },
        leave,
        startsAfter(id) {
          stream.startedAfter = id()
        },
        async send(event) {
          await stream.onSend()
          if (!closed) stream.delivered.push(event)
        },
        end: (error) => close(error ?? 'complete'),
        hangUp: () => close(null),
      }
      return stream
    },
  }
}
