import { BSONError, deserialize, serialize } from 'bson'
import { CommandError } from '../errors.ts'

/** A BSON document whose values keep their BSON types: Int32, Double and Long instead of number, Binary instead of Buffer. */
export type Document = Record<string, unknown>

export const maxDocumentBytes = 16 * 1024 * 1024

/** The nesting that MongoDB allows; it also keeps recursion over a document far from the end of the stack. */
const maxDepth = 100

/** Decodes with every type kept, so that encoding it again gives the same bytes. */
export function decode(bytes: Uint8Array): Document {
  try {
    return deserialize(bytes, { promoteValues: false, bsonRegExp: true })
  } catch (cause) {
    throw new CommandError('InvalidBSON', `invalid BSON: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
}

export function encode(document: Document): Buffer {
  try {
    const bytes = serialize(document, { ignoreUndefined: true })
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  } catch (error) {
    if (error instanceof BSONError) throw new CommandError('InvalidBSON', error.message)
    throw error
  }
}

/** Encodes what will be stored, within MongoDB's limits of size and depth. */
export function encodeRecord(document: Document): Buffer {
  if (!fitsDepth(document, maxDepth))
    throw new CommandError('Overflow', `Document exceeds the depth limit of ${maxDepth}`)
  const bytes = encode(document)
  if (bytes.length > maxDocumentBytes) {
    throw new CommandError(
      'BSONObjectTooLarge',
      `BSONObj size: ${bytes.length} is invalid. Size must be between 0 and ${maxDocumentBytes}(16MB)`,
    )
  }
  return bytes
}

/** Whether a value is an embedded document, and not an array or one of the BSON classes. */
export function isDocument(value: unknown): value is Document {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** An own field; a document may well have a field named `constructor`. */
export const fieldOf = (document: Document, name: string): unknown =>
  Object.hasOwn(document, name) ? document[name] : undefined

function fitsDepth(value: unknown, depth: number): boolean {
  const children = Array.isArray(value) ? value : isDocument(value) ? Object.values(value) : undefined
  return !children || (depth > 0 && children.every((child) => fitsDepth(child, depth - 1)))
}
