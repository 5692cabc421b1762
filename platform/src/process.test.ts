import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'

const MODULE = new URL('./process.ts', import.meta.url).href

/** Runs a service in a process of its own, as far as its start; its `dispose` is the text of a function. */
async function startProcess(shutdownGraceMs: number, dispose: string) {
  const script = `
    import { run } from '${MODULE}'
    setInterval(() => undefined, 1_000)
    await run(async () => ({ shutdownGraceMs: ${shutdownGraceMs}, [Symbol.asyncDispose]: ${dispose} }))
    process.stdout.write('started')
  `
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  return { child, exited: once(child, 'exit') }
}

test('SIGTERM ends the service, and then its process', async () => {
  const { child, exited } = await startProcess(1_000, 'async () => undefined')
  child.kill('SIGTERM')
  expect(await exited).toEqual([0, null])
})

test('a drain may take as long as the grace allows, and what outlasts it is cut off a moment later', async () => {
  const never = '() => new Promise(() => undefined)'
  const [short, long] = await Promise.all([startProcess(100, never), startProcess(60_000, never)])
  for (const { child } of [short, long]) child.kill('SIGTERM')
  expect(await short.exited).toEqual([1, null])
  expect(long.child.exitCode).toBeNull()
  long.child.kill('SIGTERM')
  expect(await long.exited).toEqual([1, null])
})
