import { complement } from '../bson/key-encoding.ts'
import type { Range } from './storage.ts'

/** Each set of records and each index is a table: the keys that start with its number. Table 0 is the catalog. */
export function tablePrefix(table: number): Buffer {
  const prefix = Buffer.alloc(4)
  prefix.writeUInt32BE(table)
  return prefix
}

export const tableRange = (table: number): Range => prefixRange(tablePrefix(table))

/** All keys that start with `prefix`. */
export const prefixRange = (prefix: Buffer): Range => ({ start: prefix, end: successor(prefix) })

/** The least key that is greater than every key starting with `prefix`. */
export function successor(prefix: Buffer): Buffer {
  let length = prefix.length
  while (length > 0 && prefix[length - 1] === 0xff) length--
  if (length === 0) throw new RangeError('no key is greater')
  const result = Buffer.from(prefix.subarray(0, length))
  result[length - 1] = (result[length - 1] ?? 0) + 1
  return result
}

/** The same values as `range`, as they are found in a descending field. */
export const descendingRange = ({ start, end }: Range): Range => ({
  start: successor(complement(end)),
  end: successor(complement(start)),
})
