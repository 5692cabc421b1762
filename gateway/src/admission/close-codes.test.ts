import { readFileSync } from 'node:fs'
import { CLOSINGS } from '@colloquy/federation'
import { expect, test } from 'vitest'
import { SESSION_ENDED, TOO_MANY_REFUSALS, TOO_MANY_SOCKETS } from './doorkeeper.ts'

const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8')
/** Each row of the table of close codes: its codes, and its reason. */
const rows = [...readme.matchAll(/^\| ([\d, ]{4,}?) +\| (?:`(.*?)`)? +\|/gm)].flatMap(([, codes = '', reason = '']) =>
  codes.split(', ').map((code) => ({ code: Number(code), reason })),
)

test('README tells of every closing that the gateway decides on', () => {
  const closings = [...CLOSINGS, SESSION_ENDED, TOO_MANY_REFUSALS, TOO_MANY_SOCKETS]
  expect(rows).toEqual(expect.arrayContaining(closings))
})
