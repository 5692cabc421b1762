/**
 * What `npm start`, `npm test` and `npm run bench` run first, on whatever Node (20 or newer) the machine has: installs
 * the project's packages when they are not those of package-lock.json, then hands over to the project's own Node 24.
 */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { canInstall, describeMissing, findProgram, missingPrograms } from './programs.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const NODE = join(ROOT, 'node_modules/node/bin/node')
const STAMP = join(ROOT, 'node_modules/.colloquy-installed')
const ENV_FILE = join(ROOT, '.env')
const COMMANDS = {
  start: { program: 'local/src/start.ts', needs: ['redis', 'rabbitmq'] },
  test: { program: 'local/src/test.ts', needs: ['redis', 'rabbitmq', 'chromium'] },
  bench: { program: 'bench/bench.ts', needs: ['redis', 'rabbitmq'] },
}

/** With it the kernel ends the child when this process is killed by -9 (Linux). */
const SETPRIV = '/usr/bin/setpriv'

const OLDEST_NODE = 20
const PROGRESS_INTERVAL_MS = 10_000
/** A terminal's Ctrl-C reaches this process twice: from the terminal, and from npm, which passes it on. */
const SAME_SIGNAL_MS = 400
const PARENT_CHECK_MS = 500

const [command = '', ...args] = process.argv.slice(2)
process.exitCode = await main()

async function main() {
  const wanted = COMMANDS[command]
  if (!wanted) return fail(`usage: node local/bootstrap.mjs ${Object.keys(COMMANDS).join('|')}`)
  const problems = await whatIsMissing(wanted)
  if (problems.length > 0) return fail(problems.join('\n'))
  if (!isInstalled()) {
    const installed = await install()
    if (!installed) return 1
  }
  // What a .env file says is for the stack that people start; tests and measurements are of the checkout alone.
  const options = readsEnvFile() ? [`--env-file=${ENV_FILE}`] : []
  return run(NODE, [...options, join(ROOT, wanted.program), ...args], { env: ownPath() })
}

function readsEnvFile() {
  return command === 'start' && existsSync(ENV_FILE)
}

/** All that only people can bring, a line each, before the minutes that an installation takes. */
async function whatIsMissing({ needs }) {
  const problems = []
  if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
    problems.push(`Node ${OLDEST_NODE} or newer is needed; this is ${process.versions.node}.`)
  }
  if (!isInstalled() && !(await findProgram(['npm']))) {
    problems.push('npm is not on the PATH: install Node.js with npm.')
  }
  // Where it is possible, the program installs them itself.
  const missing = (await canInstall()) ? [] : await missingPrograms(needs, { ...envFile(), ...process.env })
  if (missing.length > 0) problems.push(await describeMissing(missing))
  return problems
}

/** What .env says, as far as is needed here: which servers are given. */
function envFile() {
  if (!readsEnvFile()) return {}
  const lines = readFileSync(ENV_FILE, 'utf8').matchAll(/^\s*(?:export\s+)?([A-Z_]+)\s*=\s*(\S+)/gm)
  return Object.fromEntries(Array.from(lines, ([, name, value]) => [name, value]))
}

function isInstalled() {
  return existsSync(NODE) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === lockHash()
}

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex')
}

async function install() {
  console.log('Installing packages (npm ci; a minute or two the first time)')
  const startedAt = Date.now()
  const seconds = () => `${Math.round((Date.now() - startedAt) / 1_000)} s`
  const progress = setInterval(() => console.log(`  still installing, ${seconds()}`), PROGRESS_INTERVAL_MS)
  const code = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { env: process.env })
  clearInterval(progress)
  if (code !== 0) {
    fail('npm ci failed (see above): is the network there? Run the command again when it is.')
    return false
  }
  if (!existsSync(NODE)) {
    fail(`npm ci left no ${NODE}: allow its install script, or run \`npm rebuild node\`.`)
    return false
  }
  writeFileSync(STAMP, lockHash())
  console.log(`  ✓ packages installed in ${seconds()}`)
  return true
}

/** The project's programs go before the machine's: what they start runs on Node 24 too. */
function ownPath() {
  return { ...process.env, PATH: `${join(ROOT, 'node_modules/.bin')}:${process.env.PATH ?? ''}` }
}

/** Runs a program to its end with signals passed on; gives its exit code, 128 + n for signal n as shells do. */
function run(file, words, { env }) {
  return new Promise((resolve) => {
    // A process group of its own: Ctrl-C reaches it through this process alone, once.
    const [program, ...rest] = existsSync(SETPRIV) ? [SETPRIV, '--pdeathsig', 'TERM', file, ...words] : [file, ...words]
    const child = spawn(program, rest, { cwd: ROOT, env, stdio: ['ignore', 'inherit', 'inherit'], detached: true })
    const stop = passSignals(child)
    child.once('error', (error) => {
      stop()
      resolve(fail(error.message))
    })
    child.once('exit', (code, signal) => {
      stop()
      resolve(code ?? (signal === 'SIGINT' ? 130 : signal === 'SIGTERM' ? 143 : 137))
    })
  })
}

/** Passes signals on, and ends the child when npm, which started this process, was killed by -9. */
function passSignals(child) {
  let lastAt = 0
  const pass = (signal) => {
    if (Date.now() - lastAt < SAME_SIGNAL_MS) return
    lastAt = Date.now()
    child.kill(signal)
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, pass)
  const parents = npmAbove()
  const watch = setInterval(() => {
    if (npmAbove() === parents) return
    clearInterval(watch)
    child.kill('SIGTERM')
  }, PARENT_CHECK_MS)
  return () => {
    clearInterval(watch)
    for (const signal of signals) process.off(signal, pass)
  }
}

/** Who is above this process when npm started it: a shell, and npm above that (readable on Linux). */
function npmAbove() {
  if (!process.env.npm_lifecycle_event) return ''
  try {
    const stat = readFileSync(`/proc/${process.ppid}/stat`, 'utf8')
    return `${process.ppid} ${stat.slice(stat.lastIndexOf(')')).split(' ')[2]}`
  } catch {
    return String(process.ppid)
  }
}

function fail(message) {
  console.error(message)
  return 1
}
