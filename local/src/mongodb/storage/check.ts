import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { open } from 'lmdb'

/** Reads all of a database and ends with code 1, with why on standard error, where it is not whole. */
const [dataDir = ''] = process.argv.slice(2)

/** Of lmdb's two first pages, each of which says what the database is as of a commit. */
const MAGIC = Buffer.from('dec0efbe', 'hex')
const PAGE_BYTES = 4_096
/** The value of an index's entry: where in the key the _id begins. All others are BSON, which begins with its length. */
const INDEX_VALUE_BYTES = 2

const isWhole = (value: Buffer): boolean =>
  value.length === INDEX_VALUE_BYTES || (value.length > 4 && value.readInt32LE() === value.length && value.at(-1) === 0)

function check(): string | undefined {
  const head = readFileSync(join(dataDir, 'data.mdb')).subarray(0, 2 * PAGE_BYTES)
  const pages = [head.subarray(0, PAGE_BYTES), head.subarray(PAGE_BYTES)]
  if (!pages.every((page) => page.includes(MAGIC))) return 'data.mdb is not a database'
  const db = open<Buffer, Buffer>({ path: dataDir, encoding: 'binary', keyEncoding: 'binary', readOnly: true })
  let entries = 0
  for (const { value } of db.getRange()) {
    if (!isWhole(value)) return `entry ${entries + 1} is not whole`
    entries += 1
  }
  const expected: unknown = Reflect.get(db.getStats(), 'entryCount')
  return entries === expected ? undefined : `it has ${entries} entries and should have ${String(expected)}`
}

try {
  const problem = check()
  if (problem) throw new Error(problem)
  process.exit(0)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
