import type { Long } from 'bson'

export type CursorReply = {
  namespace: string
  cursorId: Long
  batch: { name: 'firstBatch' | 'nextBatch'; documents: readonly Buffer[] }
}

/** `{ cursor: { firstBatch: [...], id, ns }, ok: 1 }` around documents that stay the bytes they were stored as. */
export const encodeCursorReply = ({ namespace, cursorId, batch }: CursorReply): Buffer =>
  document(
    element(
      elementTypes.document,
      'cursor',
      document(
        element(elementTypes.array, batch.name, array(batch.documents)),
        element(elementTypes.long, 'id', Buffer.from(cursorId.toBytesLE())),
        element(elementTypes.string, 'ns', string(namespace)),
      ),
    ),
    element(elementTypes.double, 'ok', double(1)),
  )

const elementTypes = { double: 0x01, string: 0x02, document: 0x03, array: 0x04, long: 0x12 }

function document(...elements: Buffer[]): Buffer {
  const size = Buffer.alloc(4)
  size.writeInt32LE(5 + elements.reduce((sum, bytes) => sum + bytes.length, 0))
  return Buffer.concat([size, ...elements, Buffer.of(0)])
}

/** An array is a document whose names are positions. It is written in one go: the documents may be many. */
function array(documents: readonly Buffer[]): Buffer {
  const names = documents.map((_, index) => Buffer.from(`${index}\0`))
  const size = documents.reduce((sum, bytes, i) => sum + 1 + (names[i]?.length ?? 0) + bytes.length, 5)
  const result = Buffer.alloc(size)
  let at = result.writeInt32LE(size)
  for (const [i, bytes] of documents.entries()) {
    at = result.writeUInt8(elementTypes.document, at)
    at += names[i]?.copy(result, at) ?? 0
    at += bytes.copy(result, at)
  }
  return result
}

const element = (type: number, name: string, payload: Buffer): Buffer =>
  Buffer.concat([Buffer.of(type), Buffer.from(`${name}\0`), payload])

function string(value: string): Buffer {
  const bytes = Buffer.from(`${value}\0`)
  const size = Buffer.alloc(4)
  size.writeInt32LE(bytes.length)
  return Buffer.concat([size, bytes])
}

function double(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleLE(value)
  return bytes
}
