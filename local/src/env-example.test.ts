import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ERROR_CODES } from '@colloquy/platform/errors'
import { expect, test } from 'vitest'

const read = (path: string) => readFileSync(join(import.meta.dirname, '../..', path), 'utf8')
const CONFIGURATIONS = [
  'platform/src/config.ts',
  'gateway/src/config.ts',
  'subgraphs/users/src/config.ts',
  'subgraphs/chat/src/config.ts',
  'mail-worker/src/config.ts',
  'web/features/config/web-config.ts',
]

test.each(CONFIGURATIONS)('.env.example has every variable of %s', (path) => {
  const variables = Array.from(read(path).matchAll(/^ +([A-Z][A-Z0-9_]+): /gm), ([, name = '']) => name)
  const told = new Set(Array.from(read('.env.example').matchAll(/^# ([A-Z][A-Z0-9_]+)=/gm), ([, name]) => name))
  expect(variables).not.toEqual([])
  expect(variables.filter((name) => !told.has(name))).toEqual([])
})

test('README tells of every code that an error can have, and of no other', () => {
  const [, table = ''] = read('README.md').split('Errors carry `extensions.code`:')
  const [codes = ''] = table.split(/\n\n(?!\|)/)
  const told = Array.from(codes.matchAll(/^\| (.+?) +\|/gm), ([, cell = '']) => [...cell.matchAll(/`([A-Z_]+)`/g)])
  expect(new Set(told.flat().map(([, code]) => code))).toEqual(ERROR_CODES)
})
