import { appendFileSync, readFileSync, readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openLogFile } from './log-file.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'colloquy-log-file-'))
})
afterEach(() => rm(directory, { recursive: true }))

test('a log that has grown too large is put aside while its writer goes on, and only so many are kept', () => {
  using log = openLogFile(directory, 'sample', { maxBytes: 10, keptFiles: 2 })
  for (const line of ['first run on', 'second run on', 'third run on', 'short']) {
    appendFileSync(log.descriptor, `${line}\n`)
    expect(log.newLines()).toEqual([line])
  }
  expect(readdirSync(directory).toSorted()).toEqual(['sample.log', 'sample.log.1', 'sample.log.2'])
  const contents = ['', '.1', '.2'].map((suffix) => readFileSync(`${log.path}${suffix}`, 'utf8'))
  expect(contents).toEqual(['short\n', 'third run on\n', 'second run on\n'])
})

test('what an earlier run wrote is kept', () => {
  for (const run of ['one', 'two', 'three']) {
    using log = openLogFile(directory, 'sample', { maxBytes: 1_000, keptFiles: 2 })
    appendFileSync(log.descriptor, `${run}\n`)
  }
  expect(readFileSync(join(directory, 'sample.log.2'), 'utf8')).toBe('one\n')
})
