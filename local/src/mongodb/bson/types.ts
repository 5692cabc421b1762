import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  DBRef,
  Decimal128,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from 'bson'
import { CommandError } from '../errors.ts'

/** Each BSON type: its alias for $type, its number, and its place in the order that MongoDB compares types by. */
const types = {
  minKey: { number: -1, rank: 0x08 },
  null: { number: 10, rank: 0x10 },
  double: { number: 1, rank: 0x18 },
  int: { number: 16, rank: 0x18 },
  long: { number: 18, rank: 0x18 },
  decimal: { number: 19, rank: 0x18 },
  string: { number: 2, rank: 0x20 },
  symbol: { number: 14, rank: 0x20 },
  object: { number: 3, rank: 0x28 },
  array: { number: 4, rank: 0x30 },
  binData: { number: 5, rank: 0x38 },
  objectId: { number: 7, rank: 0x40 },
  bool: { number: 8, rank: 0x48 },
  date: { number: 9, rank: 0x50 },
  timestamp: { number: 17, rank: 0x58 },
  regex: { number: 11, rank: 0x60 },
  javascript: { number: 13, rank: 0x68 },
  javascriptWithScope: { number: 15, rank: 0x70 },
  maxKey: { number: 127, rank: 0xf0 },
} as const

export type BsonType = keyof typeof types

/** The deprecated type `undefined` and a missing field count as null. */
export function typeOf(value: unknown): BsonType {
  switch (typeof value) {
    case 'string':
      return 'string'
    case 'number':
      return Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? 'int' : 'double'
    case 'bigint':
      return 'long'
    case 'boolean':
      return 'bool'
    case 'undefined':
      return 'null'
    default:
      return value === null ? 'null' : typeOfObject(value)
  }
}

function typeOfObject(value: unknown): BsonType {
  if (Array.isArray(value)) return 'array'
  if (value instanceof ObjectId) return 'objectId'
  if (value instanceof Date) return 'date'
  if (value instanceof Int32) return 'int'
  if (value instanceof Double) return 'double'
  if (value instanceof Timestamp) return 'timestamp'
  if (value instanceof Long) return 'long'
  if (value instanceof Decimal128) return 'decimal'
  if (value instanceof Binary) return 'binData'
  if (value instanceof BSONRegExp || value instanceof RegExp) return 'regex'
  if (value instanceof BSONSymbol) return 'symbol'
  if (value instanceof Code) return value.scope ? 'javascriptWithScope' : 'javascript'
  if (value instanceof MinKey) return 'minKey'
  if (value instanceof MaxKey) return 'maxKey'
  return 'object'
}

/** Values of equal rank are compared by value, others by rank alone. */
export const rankOf = (value: unknown): number => types[typeOf(value)].rank

export const isNumeric = (value: unknown): boolean => rankOf(value) === types.int.rank

/** What a $type operand names: an alias, a number, or `number` for all four numeric types. */
export function typesNamed(operand: unknown): BsonType[] {
  const names = Object.keys(types).filter((name): name is BsonType => Object.hasOwn(types, name))
  if (operand === 'number') return ['double', 'int', 'long', 'decimal']
  const wanted = typeof operand === 'string' ? operand : numberOf(operand)
  const found = names.filter((name) => name === wanted || types[name].number === wanted)
  if (found.length > 0) return found
  if (typeof operand === 'string') throw new CommandError('BadValue', `Unknown type name alias: ${operand}`)
  throw new CommandError('BadValue', `Invalid numerical type code: ${String(operand)}`)
}

/** A number of any BSON type as a JavaScript number (a Long beyond 2^53 rounds), or undefined for what is not one. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  if (typeof value === 'bigint') return Number(value)
  if (value instanceof Int32 || value instanceof Double) return value.value
  if (value instanceof Long && !(value instanceof Timestamp)) return value.toNumber()
  if (value instanceof Decimal128) return Number(value.toString())
  return undefined
}

/** The fields of a document as compared and printed; a DBRef is bson's class for a document with $ref and $id. */
export const fieldsOf = (value: object): [string, unknown][] =>
  Object.entries(value instanceof DBRef ? value.toJSON() : value)
