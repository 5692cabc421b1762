import type { Writable } from 'node:stream'

/** What one socket is about to be sent. */
export interface Outbox {
  /** Puts in a whole frame. All frames of one turn of the event loop leave in one write, in order. */
  push: (frame: Buffer) => void
  /** Writes what is in it now: before a control frame that must come after. */
  flush: () => void
  /** Resolves once the reader has taken what waits for it; at once as long as that is little. */
  roomy: () => Promise<void>
  /** Drops what is in it and takes no more. */
  close: () => void
}

export interface Outboxes {
  /** @param onFull called once, when more than the bound waits for the reader: cut it off, or it fills the memory */
  open: (socket: Writable, onFull: () => void) => Outbox
}

/**
 * The outboxes of all sockets. The kernel's send is most of what a delivery costs, so there is one write for each socket
 * and turn; and sockets that get the very same frames share the bytes.
 */
export function createOutboxes({ maxWaitingBytes }: { maxWaitingBytes: number }): Outboxes {
  let due: Outbox[] = []
  let joined: { frames: readonly Buffer[]; bytes: Buffer } | null = null

  const flushDue = () => {
    const outboxes = due
    due = []
    for (const outbox of outboxes) outbox.flush()
    joined = null
  }
  const toBytes = (frames: readonly Buffer[]): Buffer => {
    const [only] = frames
    if (frames.length === 1 && only) return only
    if (!joined || !sameFrames(joined.frames, frames)) joined = { frames, bytes: Buffer.concat(frames) }
    return joined.bytes
  }

  return {
    open(socket, onFull) {
      let frames: Buffer[] = []
      let frameBytes = 0
      let isOpen = true
      let drained: PromiseWithResolvers<void> | null = null
      const settle = () => {
        drained?.resolve()
        drained = null
      }
      socket.on('drain', settle)
      const outbox: Outbox = {
        push(frame) {
          if (!isOpen) return
          frameBytes += frame.length
          if (frames.push(frame) === 1 && due.push(outbox) === 1) setImmediate(flushDue)
        },
        flush() {
          if (frames.length === 0) return
          const bytes = toBytes(frames)
          frames = []
          frameBytes = 0
          if (!socket.writable) return
          socket.write(bytes)
          if (socket.writableLength <= maxWaitingBytes) return
          outbox.close()
          onFull()
        },
        async roomy() {
          if (!isOpen || frameBytes + socket.writableLength <= maxWaitingBytes / 4) return
          outbox.flush()
          if (!isOpen || !socket.writableNeedDrain) return
          drained ??= Promise.withResolvers()
          await drained.promise
        },
        close() {
          isOpen = false
          frames = []
          settle()
        },
      }
      return outbox
    },
  }
}

const sameFrames = (some: readonly Buffer[], others: readonly Buffer[]) =>
  some.length === others.length && some.every((frame, index) => frame === others[index])
