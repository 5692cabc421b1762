import { ConfigError, DEFAULT_SHUTDOWN_GRACE_MS } from './config.ts'
import { createLogStream } from './log-stream.ts'

/** A running service: what it gives back when it ends. */
export interface Service extends AsyncDisposable {
  /** How long its drain may take. Default: 10 s. */
  shutdownGraceMs?: number
}

/** What is left to do after the drain, such as closing connections, may take so much longer. */
const AFTER_DRAIN_MS = 5_000

const STANDARD_ERROR = 2
const lastWords = createLogStream(STANDARD_ERROR)

/**
 * Runs a service as this process: starts it, and on SIGTERM or SIGINT drains and ends it. A second signal, or an end that takes
 * 5 s longer than the service's grace, ends the process at once with code 1, as does an error nobody handled.
 */
export async function run(start: () => Promise<Service>): Promise<void> {
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
    const graceMs = service.shutdownGraceMs ?? DEFAULT_SHUTDOWN_GRACE_MS
    setTimeout(() => process.exit(1), graceMs + AFTER_DRAIN_MS).unref()
    await service[Symbol.asyncDispose]()
    process.exit(0)
  }
  process.on('SIGTERM', () => void end())
  process.on('SIGINT', () => void end())
}
