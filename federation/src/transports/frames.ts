const FIN_TEXT = 0x81
const LENGTH_16 = 126
const LENGTH_64 = 127
const CLOSING_BRACE = 0x7d

/** A whole WebSocket text frame, not masked (RFC 6455, section 5.2), with room for `byteSize` bytes at its end. */
function emptyFrame(byteSize: number): { frame: Buffer; start: number } {
  const start = byteSize < LENGTH_16 ? 2 : byteSize < 0x1_00_00 ? 4 : 10
  const frame = Buffer.allocUnsafe(start + byteSize)
  frame[0] = FIN_TEXT
  if (start === 2) {
    frame[1] = byteSize
  } else if (start === 4) {
    frame[1] = LENGTH_16
    frame.writeUInt16BE(byteSize, 2)
  } else {
    frame[1] = LENGTH_64
    frame.writeBigUInt64BE(BigInt(byteSize), 2)
  }
  return { frame, start }
}

/** A message as a frame. */
export function textFrame(text: string): Buffer {
  const { frame, start } = emptyFrame(Buffer.byteLength(text))
  frame.write(text, start)
  return frame
}

/** What the same operation id and payload made last. */
export class NextFrames {
  #operationId = ''
  #payload: Buffer | null = null
  #frame: Buffer = Buffer.alloc(0)

  /**
   * A `next` message around a payload that is serialised already. Sockets that get the same payload one after the other under
   * the same operation id, as clients that number their operations do, share the whole frame.
   * @param prefix {@link nextPrefix} of the id
   */
  around(payload: Buffer, operationId: string, prefix: Buffer): Buffer {
    if (this.#payload === payload && this.#operationId === operationId) return this.#frame
    this.#operationId = operationId
    this.#payload = payload
    this.#frame = nextFrame(prefix, payload)
    return this.#frame
  }
}

/** All of an operation's `next` messages that comes before the payload. */
export const nextPrefix = (operationId: string): Buffer =>
  Buffer.from(`{"id":${JSON.stringify(operationId)},"type":"next","payload":`)

function nextFrame(prefix: Buffer, payload: Buffer): Buffer {
  const { frame, start } = emptyFrame(prefix.length + payload.length + 1)
  frame.set(prefix, start)
  frame.set(payload, start + prefix.length)
  frame[frame.length - 1] = CLOSING_BRACE
  return frame
}
