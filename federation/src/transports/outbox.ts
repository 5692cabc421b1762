import type { Writable } from 'node:stream'

/** What one socket is about to be sent. */
export interface Outbox {
  /** Puts in a whole frame. All frames of one turn of the event loop leave in one write, in order. */
  push: (frame: Buffer) => void
  /** Writes what is in it now, however much the reader has left: before a control frame that must come after. */
  flush: () => void
  /** Resolves once the reader has taken what waits for it; at once as long as that is little. */
  roomy: () => Promise<void>
  /** Drops what is in it and takes no more. What has been written stays so. */
  close: () => void
}

export interface Outboxes {
  /**
   * @param onFull called once, when more than the bound waits for the reader, after what was in the outbox has been dropped:
   * cut it off, or it fills the memory. A control frame comes to the reader as soon as it takes what was written before.
   */
  open: (socket: Writable, onFull: () => void) => Outbox
}

/**
 * The outboxes of all sockets. The kernel's send is most of what a delivery costs, so there is one write for each socket
 * and turn; and sockets that get the very same frames share the bytes. What a reader does not take stays in its outbox rather
 * than in its stream, so that it can be dropped and the reader be told why.
 */
export function createOutboxes({ maxWaitingBytes }: { maxWaitingBytes: number }): Outboxes {
  const turn = new Turn()
  return { open: (socket, onFull) => new SocketOutbox({ socket, onFull, turn, maxWaitingBytes }) }
}

/** The outboxes that have something to send in this turn of the event loop. */
class Turn {
  #due: SocketOutbox[] = []
  #flushed: SocketOutbox[] = []
  #isEnding = false
  /** The frames written last in this turn, and their bytes. */
  #joined: { frames: readonly Buffer[]; bytes: Buffer } | null = null

  add(outbox: SocketOutbox): void {
    if (this.#due.push(outbox) === 1) setImmediate(this.#flush)
  }

  join(frames: readonly Buffer[]): Buffer {
    // What one reader was behind is nobody else's, and would stay in memory until there is a next turn.
    if (!this.#isEnding) return Buffer.concat(frames)
    if (!this.#joined || !sameFrames(this.#joined.frames, frames)) {
      this.#joined = { frames, bytes: Buffer.concat(frames) }
    }
    return this.#joined.bytes
  }

  readonly #flush = () => {
    // The two lists take turns, so that a room's thousand entries are not allocated anew each time.
    const outboxes = this.#due
    this.#due = this.#flushed
    this.#isEnding = true
    for (const outbox of outboxes) outbox.endTurn()
    this.#isEnding = false
    outboxes.length = 0
    this.#flushed = outboxes
    this.#joined = null
  }
}

/**
 * A class, so that all that a delivery touches of a socket lies in one object: with a thousand sockets in a room none of it
 * is in the processor's cache, and waiting for memory is most of what the JavaScript of a delivery costs.
 */
class SocketOutbox implements Outbox {
  readonly #socket: Writable
  readonly #turn: Turn
  readonly #maxWaitingBytes: number
  readonly #onFull: () => void
  #isOpen = true
  #isDue = false
  /** Mostly there is one a turn. */
  #first: Buffer | null = null
  #rest: Buffer[] = []
  #frameBytes = 0
  #drained: PromiseWithResolvers<void> | null = null

  constructor({ socket, turn, maxWaitingBytes, onFull }: SocketOutboxOptions) {
    this.#socket = socket
    this.#turn = turn
    this.#maxWaitingBytes = maxWaitingBytes
    this.#onFull = onFull
    socket.on('drain', () => this.#goOn())
  }

  push(frame: Buffer): void {
    if (!this.#isOpen) return
    this.#frameBytes += frame.length
    if (this.#first) this.#rest.push(frame)
    else this.#first = frame
    if (this.#isDue) return
    this.#isDue = true
    this.#turn.add(this)
  }

  endTurn(): void {
    this.#isDue = false
    this.#send()
  }

  /** Writes what is in it, unless the reader has not taken what was written before: it waits for that then. */
  #send(): void {
    if (!this.#socket.writableNeedDrain) this.flush()
    if (this.#frameBytes + this.#socket.writableLength <= this.#maxWaitingBytes || !this.#isOpen) return
    this.close()
    this.#onFull()
  }

  flush(): void {
    if (!this.#first) return
    const bytes = this.#rest.length === 0 ? this.#first : this.#turn.join([this.#first, ...this.#rest])
    this.#empty()
    if (this.#socket.writable) this.#socket.write(bytes)
  }

  async roomy(): Promise<void> {
    if (!this.#isOpen || this.#frameBytes + this.#socket.writableLength <= this.#maxWaitingBytes / 4) return
    this.#send()
    if (!this.#isOpen || !this.#socket.writableNeedDrain) return
    this.#drained ??= Promise.withResolvers()
    await this.#drained.promise
  }

  close(): void {
    this.#isOpen = false
    this.#empty()
    this.#settle()
  }

  #empty(): void {
    this.#first = null
    if (this.#rest.length > 0) this.#rest = []
    this.#frameBytes = 0
  }

  #goOn(): void {
    this.flush()
    if (!this.#socket.writableNeedDrain) this.#settle()
  }

  #settle(): void {
    this.#drained?.resolve()
    this.#drained = null
  }
}

interface SocketOutboxOptions {
  socket: Writable
  turn: Turn
  maxWaitingBytes: number
  onFull: () => void
}

const sameFrames = (some: readonly Buffer[], others: readonly Buffer[]) =>
  some.length === others.length && some.every((frame, index) => frame === others[index])
