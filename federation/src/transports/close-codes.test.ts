import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import * as module from './close-codes.ts'

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
/** Each row of the table of close codes: its codes, and its reason. */
const rows = [...readme.matchAll(/^\| ([\d, ]{4,}?) +\| (?:`(.*?)`)? +\|/gm)].flatMap(([, codes = '', reason = '']) =>
  codes.split(', ').map((code) => ({ code: Number(code), reason })),
)

test('README tells of every closing that the federation decides on', () => {
  const { CLOSINGS, ...others } = module
  const closings = Object.values(others).filter((value) => typeof value === 'object')
  expect(CLOSINGS).toEqual(expect.arrayContaining(closings))
  expect(rows).toEqual(expect.arrayContaining(closings))
})
