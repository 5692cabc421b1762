import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import * as module from './close-codes.ts'

const readme = readFileSync(join(import.meta.dirname, '../../../README.md'), 'utf8')
/** Each row of the table of close codes: its codes, and its reason. */
const rows = [...readme.matchAll(/^\| ([\d, ]{4,}?) +\| (?:`(.*?)`)? +\|/gm)].flatMap(([, codes = '', reason = '']) =>
  codes.split(', ').map((code) => ({ code: Number(code), reason })),
)

test('README tells of every closing that the gateway decides on', () => {
  const closings = Object.values(module).filter((value) => typeof value === 'object')
  expect(closings.length).toBeGreaterThan(10)
  expect(rows).toEqual(expect.arrayContaining(closings))
})
