import { readFileSync } from 'node:fs'
import { defaultLimits as federationLimits } from '@colloquy/federation'
import { expect, test } from 'vitest'
import { defaultLimits } from './limits.ts'

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')
const optionOf = (variable: string) =>
  variable.toLowerCase().replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase())

const own = Object.entries(defaultLimits).filter(([option]) => !(option in federationLimits))

test('the table of limits tells of every option of the gateway’s own, and of its default', () => {
  const rows = [...read('limits.ts').matchAll(/^ \* \|[^|]+\| +([\d,]+) \| ([A-Z_]+) +\|/gm)]
  const told = rows.map(([, number = '', variable = '']) => [optionOf(variable), Number(number.replaceAll(',', ''))])
  expect(Object.fromEntries(told)).toEqual(Object.fromEntries(own))
})

test('.env.example tells the same defaults', () => {
  const limits: Record<string, unknown> = { ...defaultLimits }
  const lines = [...read('../../.env.example').matchAll(/^# ([A-Z_]+)=(\d+)/gm)]
  const told = lines.map(([, variable = '', number]) => [optionOf(variable), Number(number)] as const)
  const known = told.filter(([option]) => option in limits)
  expect(known.map(([option]) => option)).toEqual(expect.arrayContaining(own.map(([option]) => option)))
  for (const [option, number] of known) expect({ [option]: number }).toEqual({ [option]: limits[option] })
})

test('README tells the numbers of sockets', () => {
  const readme = read('../../README.md')
  const { frameBytes, socketMessagesPerMinute, connectionInitTimeoutMs } = defaultLimits
  expect(readme).toContain(`a message of more than ${frameBytes / 1024} KiB`)
  expect(readme).toContain(`more than ${socketMessagesPerMinute.toLocaleString('en')} in a minute`)
  expect(readme).toContain(`did not come within ${connectionInitTimeoutMs / 1_000} seconds`)
})
