import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { countTests } from './test-report.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'colloquy-report-'))
})
afterEach(() => rm(directory, { recursive: true }))

async function count(files: { status: string; tests: string[] }[], exitCode: number | null) {
  const testResults = files.map(({ status, tests }) => ({
    status,
    assertionResults: tests.map((outcome) => ({ status: outcome })),
  }))
  const path = join(directory, 'vitest.json')
  await writeFile(path, JSON.stringify({ testResults }))
  return countTests(path, exitCode)
}

test('every test counts, and one that was left out counts as failed', async () => {
  expect(await count([{ status: 'passed', tests: ['passed', 'passed'] }], 0)).toEqual({ passed: 2, failed: 0 })
  expect(await count([{ status: 'passed', tests: ['passed', 'pending', 'todo'] }], 0)).toEqual({ passed: 1, failed: 2 })
})

test('a file that did not load is a failure', async () => {
  expect(await count([{ status: 'failed', tests: [] }], 1)).toEqual({ passed: 0, failed: 1 })
})

test('a run that failed without a failed test is one, as is one without a report', async () => {
  expect(await count([{ status: 'passed', tests: ['passed'] }], 1)).toEqual({ passed: 1, failed: 1 })
  expect(await countTests(join(directory, 'none.json'), null)).toEqual({ passed: 0, failed: 1 })
})
