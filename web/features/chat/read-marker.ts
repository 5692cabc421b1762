/** A reader's marks go out at most so often. */
const PAUSE_MS = 1_000

export type MarkRead = (conversationId: string, seq: number) => void

interface ReadMarkerOptions {
  send: (conversationId: string, seq: number) => Promise<void>
  /** Whether a mark that failed to go out is worth another attempt. */
  isPassing: (error: unknown) => boolean
  wait: (delayMs: number) => Promise<void>
}

/** Tells the server how far the viewer has read: the newest mark of each conversation, not every one. */
export function createReadMarker({ send, isPassing, wait }: ReadMarkerOptions): MarkRead {
  const wanted = new Map<string, number>()
  const running = new Set<string>()

  const run = async (conversationId: string) => {
    running.add(conversationId)
    for (let sent = 0, seq = wanted.get(conversationId); seq && seq > sent; seq = wanted.get(conversationId)) {
      try {
        await send(conversationId, seq)
        sent = seq
      } catch (error) {
        if (!isPassing(error)) sent = seq
      }
      await wait(PAUSE_MS)
    }
    wanted.delete(conversationId)
    running.delete(conversationId)
  }

  return (conversationId, seq) => {
    wanted.set(conversationId, Math.max(seq, wanted.get(conversationId) ?? 0))
    if (!running.has(conversationId)) void run(conversationId)
  }
}
