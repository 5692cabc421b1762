import { ConfigError } from './config.ts'
import { createLogStream } from './log-stream.ts'

/** A running service: what it gives back when it ends. */
export type Service = AsyncDisposable

const STANDARD_ERROR = 2
const lastWords = createLogStream(STANDARD_ERROR)

/**
 * Runs a service as this process: starts it, and on SIGTERM or SIGINT drains and ends it. A second signal, or a drain
 * longer than `graceMs`, ends the process at once with code 1, as does an error nobody handled.
 */
export async function run(start: () => Promise<Service>, { graceMs = 15_000 } = {}): Promise<void> {
  process.on('uncaughtException', (error) => {
    lastWords.write(`${error.stack ?? String(error)}\n`)
    process.exit(1)
  })
  let service: Service
  try {
    service = await start()
  } catch (error) {
    const message = error instanceof ConfigError ? error.message : error instanceof Error ? error.stack : String(error)
    lastWords.write(`${message}\n`)
    process.exit(1)
  }
  let ending = false
  const end = async () => {
    if (ending) process.exit(1)
    ending = true
    setTimeout(() => process.exit(1), graceMs).unref()
    await service[Symbol.asyncDispose]()
    process.exit(0)
  }
  process.on('SIGTERM', () => void end())
  process.on('SIGINT', () => void end())
}
