import { Binary, BSONRegExp, BSONSymbol, Code, ObjectId, Timestamp } from 'bson'
import { encodeNumber } from './number-encoding.ts'
import { fieldsOf, rankOf, typeOf } from './types.ts'

/**
 * Encodes a value so that comparing bytes compares values in BSON order, and equal bytes mean equal values (1, 1.0 and
 * NumberLong(1) are equal). No encoding is a prefix of another, so encodings can be written one after the other.
 */
export const encodeKey = (value: unknown): Buffer => Buffer.concat([Buffer.of(rankOf(value)), payload(value)])

/** An empty array has no elements to index; MongoDB indexes and sorts it below null. */
export const emptyArrayKey = Buffer.of(0x0c)

/** The bytes of a key in a descending field. */
export function complement(bytes: Uint8Array): Buffer {
  const result = Buffer.allocUnsafe(bytes.length)
  for (let i = 0; i < bytes.length; i++) result[i] = ~(bytes[i] ?? 0)
  return result
}

export const compareValues = (a: unknown, b: unknown): number => Buffer.compare(encodeKey(a), encodeKey(b))

export const equalValues = (a: unknown, b: unknown): boolean => a === b || encodeKey(a).equals(encodeKey(b))

const empty = Buffer.alloc(0)
const end = Buffer.of(0)

function payload(value: unknown): Buffer {
  if (value instanceof ObjectId) return Buffer.from(value.id)
  if (value instanceof Date) return dateBytes(value)
  if (value instanceof Binary) return binaryBytes(value)
  if (value instanceof Timestamp) return uint64Bytes(value.toBigInt())
  if (value instanceof BSONRegExp) return Buffer.concat([text(value.pattern), text(value.options)])
  if (value instanceof RegExp) return Buffer.concat([text(value.source), text(value.flags)])
  if (value instanceof BSONSymbol) return text(value.value)
  if (value instanceof Code) return Buffer.concat([text(value.code), value.scope ? payload(value.scope) : empty])
  if (typeof value === 'string') return text(value)
  if (typeof value === 'boolean') return Buffer.of(Number(value))
  if (Array.isArray(value)) return Buffer.concat([...value.map(encodeKey), end])
  if (value === null || value === undefined) return empty
  const type = typeOf(value)
  if (type === 'minKey' || type === 'maxKey') return empty
  return type === 'object' && typeof value === 'object' ? documentBytes(value) : encodeNumber(value)
}

/** Fields in their order: first the types are compared, then the names, then the values. */
const documentBytes = (value: object): Buffer =>
  Buffer.concat([
    ...fieldsOf(value).flatMap(([name, field]) => [Buffer.of(rankOf(field)), text(name), payload(field)]),
    end,
  ])

/** UTF-8 ended by 00 01; a 00 inside becomes 00 ff, so that the shorter of two strings comes first. */
function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'utf8')
  const body = bytes.includes(0) ? Buffer.from(bytes.toString('latin1').replaceAll('\0', '\0\xff'), 'latin1') : bytes
  return Buffer.concat([body, textEnd])
}

const textEnd = Buffer.of(0, 1)

/** What all encodings of strings that start with `prefix` start with. */
export const stringPrefixKey = (prefix: string): Buffer => encodeKey(prefix).subarray(0, -textEnd.length)

function dateBytes(date: Date): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64BE(Number.isNaN(date.getTime()) ? -(2n ** 63n) : BigInt(date.getTime()))
  bytes[0] = (bytes[0] ?? 0) ^ 0x80
  return bytes
}

function uint64Bytes(value: bigint): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(BigInt.asUintN(64, value))
  return bytes
}

/** By length, then subtype, then bytes. */
function binaryBytes(binary: Binary): Buffer {
  const bytes = binary.value()
  const header = Buffer.alloc(5)
  header.writeUInt32BE(bytes.length)
  header[4] = binary.sub_type
  return Buffer.concat([header, bytes])
}
