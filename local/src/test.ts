import { statSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { buildWeb } from './build-web.ts'
import { cleanEnv, repositoryRoot } from './infrastructure/stand-in.ts'
import { startChild } from './processes/child.ts'
import type { Child } from './processes/child.ts'
import { openLogFile } from './processes/log-file.ts'
import { reasonOf } from './processes/wait-until.ts'
import { provision } from './provision.ts'
import { consoleReport, elapsed } from './report.ts'
import { countTests } from './test-report.ts'
import type { Count } from './test-report.ts'
import { readSteps } from './test-steps.ts'

const LOG_DIRECTORY = join(repositoryRoot, '.local/test')
const BIN = join(repositoryRoot, 'node_modules/.bin')
const SHOWN_LINES = 400
/** What a test left running can keep vitest from ending, after everything else is given back. */
const LINGER_MS = 60_000
const STOP_GRACE_MS = 20_000

const ending = new AbortController()
let running: Child | undefined

/** Runs a program of the project to its end; gives its exit code. */
async function run([program = '', ...args]: string[], output: number | 'inherit'): Promise<number | null> {
  ending.signal.throwIfAborted()
  const env = { ...process.env, ...cleanEnv({ TURBO_TELEMETRY_DISABLED: '1', NO_COLOR: '1' }) }
  running = await startChild({ program: join(BIN, program), args, env, cwd: repositoryRoot }, output)
  const { code } = await running.exited
  ending.signal.throwIfAborted()
  return code
}

/** Does one thing and says in a line how it went; what a failure has to say follows it. */
async function step(name: string, work: () => Promise<string[] | undefined>): Promise<Count> {
  const startedAt = performance.now()
  const problems = await work()
  console.log(`${problems ? '✗' : '✓'} ${name.padEnd(28)} ${elapsed(startedAt)}`)
  for (const line of problems ?? []) console.log(`    ${line}`)
  return problems ? { passed: 0, failed: 1 } : { passed: 1, failed: 0 }
}

const check = (name: string, command: string[]): Promise<Count> =>
  step(name, async () => {
    using log = openLogFile(LOG_DIRECTORY, name.replaceAll(/\W+/g, '-'))
    return (await run(command, log.descriptor)) === 0 ? undefined : log.lastLines(SHOWN_LINES)
  })

const build = (): Promise<Count> =>
  step('build of the web', async () => {
    try {
      await buildWeb({
        logDirectory: LOG_DIRECTORY,
        report: { ...consoleReport, info: () => {} },
        signal: ending.signal,
      })
      return undefined
    } catch (error) {
      return reasonOf(error).split('\n')
    }
  })

async function vitest(filters: string[]): Promise<Count> {
  const report = join(LOG_DIRECTORY, 'vitest.json')
  await rm(report, { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const watch = setInterval(() => {
    const age = Date.now() - (statSync(report, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
    if (age < LINGER_MS) return
    clearInterval(watch)
    console.error(`vitest did not end within ${LINGER_MS / 1_000} s of its report: a test left a process running`)
    void running?.stop(STOP_GRACE_MS)
  }, 1_000)
  const code = await run(['vitest', 'run', ...reporters, ...filters], 'inherit')
  clearInterval(watch)
  return countTests(report, code)
}

/** Everything, or with words only the tests whose path has one of them. */
async function test(filters: string[]): Promise<Count> {
  const env = process.env
  await provision({
    env,
    report: consoleReport,
    programs: ['redis', 'rabbitmq', 'chromium'],
    logDirectory: LOG_DIRECTORY,
    signal: ending.signal,
  })
  if (filters.length > 0) return vitest(filters)
  const counts: Count[] = []
  for (const { name, command } of await readSteps()) counts.push(await check(name, command))
  counts.push(await build(), await vitest([]))
  return {
    passed: counts.reduce((sum, { passed }) => sum + passed, 0),
    failed: counts.reduce((sum, { failed }) => sum + failed, 0),
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (ending.signal.aborted) process.exit(1)
    ending.abort(new Error(`ended by ${signal}`))
    void running?.stop(STOP_GRACE_MS)
  })
}

try {
  const { passed, failed } = await test(process.argv.slice(2))
  console.log(`\n${passed} passed, ${failed} failed`)
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1
} catch (error) {
  console.error(reasonOf(error))
  console.log('\n0 passed, 1 failed')
  process.exitCode = 1
}
