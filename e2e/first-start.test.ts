import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { freePorts } from '@colloquy/local/ports'
import { expect, test } from 'vitest'

const CHECKOUT = join(import.meta.dirname, '..')
const START_TIMEOUT_MS = 10 * 60_000

const git = (cwd: string, ...words: string[]): string =>
  execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.org', ...words], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
  })

/** The checkout as it stands, committed or not, in a repository of its own: what somebody has after `git clone`. */
async function cloneTo(directory: string): Promise<void> {
  const files = git(CHECKOUT, 'ls-files', '-z', '--cached', '--others', '--exclude-standard').split('\0')
  for (const file of new Set(files.filter((path) => path !== ''))) {
    await cp(join(CHECKOUT, file), join(directory, file))
  }
  git(directory, 'init', '--quiet')
  git(directory, 'add', '--all')
  git(directory, 'commit', '--quiet', '--message', 'as it stands')
}

/** Of this process's environment what a person's shell has: not what a test run adds. */
function shellEnv(): NodeJS.ProcessEnv {
  const kept = /^(PATH|HOME|USER|TMPDIR|LANG|(https?|no)_proxy|npm_config_(?!local_prefix).*)$/i
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => kept.test(name)))
}

test(
  '`npm start` in a fresh clone runs everything and leaves the clone as it was',
  { timeout: START_TIMEOUT_MS },
  async () => {
    await using open = new AsyncDisposableStack()
    const directory = open.adopt(await mkdtemp(join(tmpdir(), 'colloquy-first-start-')), (path) =>
      rm(path, { recursive: true, force: true }),
    )
    await cloneTo(directory)
    const ports = Object.entries(await freePorts()).map(([name, port]) => [name, String(port)])
    // A process group of its own, to be interrupted whole, as a terminal does it.
    const start = spawn('npm', ['start'], {
      detached: true,
      cwd: directory,
      env: { ...shellEnv(), npm_config_prefer_offline: 'true', ...Object.fromEntries(ports) },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const exited = once(start, 'exit')
    const interrupt = () => process.kill(-(start.pid ?? 0), 'SIGINT')
    open.defer(async () => {
      if (start.exitCode === null && start.signalCode === null) interrupt()
      await exited
    })
    const said: string[] = []
    const running = Promise.withResolvers<void>()
    for (const stream of [start.stdout, start.stderr]) {
      createInterface(stream).on('line', (line) => {
        said.push(line)
        if (line.startsWith('Colloquy runs')) running.resolve()
      })
    }
    await Promise.race([running.promise, exited])

    expect(said.join('\n')).toContain('Colloquy runs')
    expect(said.filter((line) => /not found|warn|error/i.test(line))).toEqual([])
    expect(git(directory, 'status', '--porcelain')).toBe('')
    interrupt()
    await exited
    expect(said).toContain('Ending …')
  },
)
