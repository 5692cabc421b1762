import { pino } from 'pino'
import type { Logger } from 'pino'
import { createLogStream } from './log-stream.ts'

export type { Logger }

const STANDARD_OUTPUT = 1

/**
 * JSON lines on standard output, each with the service's name; secrets in well-known places are removed. Logging never throws and
 * never waits: see {@link createLogStream}.
 */
export function createLogger(service: string, level: string): Logger {
  const options = {
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: ['headers.authorization', 'headers.cookie', 'refreshToken', 'accessToken', 'code', 'password'],
  }
  return pino(options, createLogStream(STANDARD_OUTPUT))
}
