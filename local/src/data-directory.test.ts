import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DataDirectoryInUse, claimDataDirectory } from './data-directory.ts'
import { processIdentity } from './processes/process-identity.ts'
import { quietReport } from './report.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'colloquy-claim-'))
})
afterEach(() => rm(directory, { recursive: true }))

async function startSleeper(): Promise<number> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1_000)'], { detached: true, stdio: 'ignore' })
  await once(child, 'spawn')
  return child.pid ?? 0
}

test('a data folder has one launcher at a time', async () => {
  const first = await claimDataDirectory(directory, quietReport)
  await expect(claimDataDirectory(directory, quietReport)).rejects.toThrow(DataDirectoryInUse)
  first[Symbol.dispose]()
  using second = await claimDataDirectory(directory, quietReport)
  expect(second).toBeDefined()
})

test('a note that cannot be written ends nothing, is said once, and is written when it can be', async () => {
  const warnings: string[] = []
  const report = { info: () => {}, warn: (line: string) => void warnings.push(line) }
  using claim = await claimDataDirectory(directory, report, { retryMs: 20 })
  // A folder where the file is to be: whatever keeps it from being written, a full disk too, fails in the same place.
  const obstacle = join(directory, 'run.json.part')
  await mkdir(obstacle)
  claim.note('chat', process.pid)
  claim.note('users', process.pid)
  expect(warnings).toEqual([expect.stringContaining('run.json cannot be written')])
  await rm(obstacle, { recursive: true })
  await expect.poll(() => warnings).toContain(`${join(directory, 'run.json')} is written again`)
  expect(await readFile(join(directory, 'run.json'), 'utf8')).toContain('users')
})

test('what a killed launcher left running is ended first', async () => {
  const pid = await startSleeper()
  const launcher = { name: 'launcher', pid: 2 ** 22 + 1, identity: 'one that is gone' }
  const children = [{ name: 'chat', pid, identity: processIdentity(pid) }]
  await writeFile(join(directory, 'run.json'), JSON.stringify({ launcher, children }))
  using claim = await claimDataDirectory(directory, quietReport)
  expect(claim).toBeDefined()
  expect(processIdentity(pid)).toBeUndefined()
})

test('a process that only has the number of an earlier one is left alone', async () => {
  const pid = await startSleeper()
  const children = [{ name: 'chat', pid, identity: 'began at another time' }]
  await writeFile(
    join(directory, 'run.json'),
    JSON.stringify({ launcher: { ...children[0], name: 'launcher' }, children }),
  )
  using claim = await claimDataDirectory(directory, quietReport)
  expect(claim).toBeDefined()
  expect(processIdentity(pid)).toBeDefined()
  process.kill(pid)
})
