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

/**
 * Makes the frames of `next` messages around payloads that are serialised already. Sockets that get the same payload one
 * after the other under the same operation id, as clients that number their operations do, share the whole frame.
 */
export function createNextFrames(): (operationId: string) => (payload: Buffer) => Buffer {
  let last: { operationId: string; payload: Buffer; frame: Buffer } | null = null
  return (operationId) => {
    const prefix = Buffer.from(`{"id":${JSON.stringify(operationId)},"type":"next","payload":`)
    return (payload) => {
      if (last?.payload === payload && last.operationId === operationId) return last.frame
      const frame = nextFrame(prefix, payload)
      last = { operationId, payload, frame }
      return frame
    }
  }
}

function nextFrame(prefix: Buffer, payload: Buffer): Buffer {
  const { frame, start } = emptyFrame(prefix.length + payload.length + 1)
  frame.set(prefix, start)
  frame.set(payload, start + prefix.length)
  frame[frame.length - 1] = CLOSING_BRACE
  return frame
}
