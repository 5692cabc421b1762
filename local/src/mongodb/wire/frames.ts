import type { Socket } from 'node:net'

export const headerBytes = 16

/** What hello announces, and room for the rest of a message around the documents that fill it. */
export const maxMessageBytes = 48_000_000
const maxFrameBytes = maxMessageBytes + 16 * 1024

/** The messages of one connection, whole, one after the other: the next is read when the last has been dealt with. */
export async function* readFrames(socket: Socket): AsyncGenerator<Buffer> {
  let chunks: Buffer[] = []
  let received = 0
  for await (const chunk of socket) {
    if (!Buffer.isBuffer(chunk)) continue
    chunks.push(chunk)
    received += chunk.length
    for (let wanted = frameLength(chunks); wanted !== undefined && received >= wanted; wanted = frameLength(chunks)) {
      const bytes = Buffer.concat(chunks)
      const rest = bytes.subarray(wanted)
      chunks = rest.length > 0 ? [rest] : []
      received = rest.length
      yield bytes.subarray(0, wanted)
    }
  }
}

function frameLength(chunks: Buffer[]): number | undefined {
  if (chunks.length > 1 && (chunks[0]?.length ?? 0) < 4) chunks.splice(0, chunks.length, Buffer.concat(chunks))
  const [first] = chunks
  if (!first || first.length < 4) return undefined
  const length = first.readInt32LE()
  if (length < headerBytes || length > maxFrameBytes) throw new Error(`a message of ${length} bytes is not one`)
  return length
}
