import { Writable } from 'node:stream'
import { pino } from 'pino'
import type { Logger } from '../logger.ts'
import type { SecurityEvent } from '../security-log.ts'

/** A logger whose lines a test can read. */
export interface RecordedLog {
  logger: Logger
  lines: string[]
  /** The security events among the lines, in order, of one type or all. */
  securityEvents: (type?: SecurityEvent['type']) => unknown[]
}

/** The types of the security events in some logs, each once, sorted. */
export const securityEventTypes = (logs: readonly RecordedLog[]): string[] =>
  [...new Set(logs.flatMap(({ lines }) => lines.flatMap(securityOf).map(({ type }) => type)))].toSorted()

/** Makes a logger, for a service to log to, that keeps its lines. */
export function recordLog(): RecordedLog {
  const lines: string[] = []
  const stream = new Writable({
    write(chunk, _, done) {
      lines.push(String(chunk))
      done()
    },
  })
  return {
    logger: pino({ base: {} }, stream),
    lines,
    securityEvents: (type) =>
      lines.flatMap(securityOf).filter((security) => type === undefined || security.type === type),
  }
}

function securityOf(line: string): { type: string }[] {
  const { security }: { security?: { type: string } } = JSON.parse(line)
  return security ? [security] : []
}
