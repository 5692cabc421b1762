import { readFileSync } from 'node:fs'
import { defaultLimits as federationLimits } from '@colloquy/federation'
import { exampleEnv } from '@colloquy/platform/testing/env-example'
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

test('.env.example has all of them', () => {
  const told = Object.keys(exampleEnv()).map(optionOf)
  expect(told).toEqual(expect.arrayContaining(own.map(([option]) => option)))
})

test('README tells the numbers of sockets', () => {
  const readme = read('../../README.md')
  const { frameBytes, socketMessagesPerMinute, connectionInitTimeoutMs } = defaultLimits
  expect(readme).toContain(`a message of more than ${frameBytes / 1024} KiB`)
  expect(readme).toContain(`more than ${socketMessagesPerMinute.toLocaleString('en')} in a minute`)
  expect(readme).toContain(`did not come within ${connectionInitTimeoutMs / 1_000} seconds`)
})
