import type { PublishReadMark } from './publish-read-mark.ts'

/** Least time between two broadcasts of one reader's mark in one conversation. */
const MIN_INTERVAL_MS = 1_000

export interface ReadMarks extends AsyncDisposable {
  /** The user has now read up to seq. */
  moved: (conversationId: string, userId: string, upToSeq: number) => void
}

/** A mark that was broadcast less than the interval ago. */
interface Mark {
  conversationId: string
  userId: string
  timer: NodeJS.Timeout
  /** How far it has moved since; null when it has not. */
  movedTo: number | null
}

/**
 * Broadcasts how far members have read: at once, then, of all that follows within a second, the last. Disposing it
 * sends what waits.
 */
export function createReadMarks(publish: PublishReadMark): ReadMarks {
  const marks = new Map<string, Mark>()

  const broadcast = (conversationId: string, userId: string, upToSeq: number) =>
    publish({ conversationId, userId, upToSeq })
  const rest = (key: string) => setTimeout(() => wake(key), MIN_INTERVAL_MS)
  const wake = (key: string) => {
    const mark = marks.get(key)
    if (!mark) return
    if (mark.movedTo === null) {
      marks.delete(key)
      return
    }
    void broadcast(mark.conversationId, mark.userId, mark.movedTo)
    mark.movedTo = null
    mark.timer = rest(key)
  }

  return {
    moved(conversationId, userId, upToSeq) {
      const key = `${conversationId}:${userId}`
      const mark = marks.get(key)
      if (mark) {
        mark.movedTo = Math.max(mark.movedTo ?? 0, upToSeq)
        return
      }
      void broadcast(conversationId, userId, upToSeq)
      marks.set(key, { conversationId, userId, timer: rest(key), movedTo: null })
    },
    async [Symbol.asyncDispose]() {
      const waiting = [...marks.values()]
      marks.clear()
      await Promise.all(
        waiting.map(async ({ conversationId, userId, timer, movedTo }) => {
          clearTimeout(timer)
          if (movedTo !== null) await broadcast(conversationId, userId, movedTo)
        }),
      )
    },
  }
}
