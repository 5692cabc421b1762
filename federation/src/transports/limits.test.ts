import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { defaultLimits } from './limits.ts'

const UNITS: Record<string, number> = { '': 1, s: 1_000, KiB: 1024, MiB: 1024 ** 2 }
const source = readFileSync(new URL('limits.ts', import.meta.url), 'utf8')
/** Each row of the table that names an option: what it says the default to be. */
const told = [...source.matchAll(/^ \* \|[^|]+\| +([\d,]+) ?(\w*) \| `(\w+)` +\|/gm)].map(
  ([, number = '', unit = '', option = '']) =>
    [option, Number(number.replaceAll(',', '')) * (UNITS[unit] ?? NaN)] as const,
)

test('the table of limits tells of every option, and of its default', () => {
  expect(Object.fromEntries(told)).toEqual(defaultLimits)
})
