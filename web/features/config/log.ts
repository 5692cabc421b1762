type Level = 'info' | 'warn' | 'error'

function plain(value: unknown): unknown {
  return value instanceof Error ? { name: value.name, message: value.message, stack: value.stack } : value
}

/** Writes one line of JSON, as the other services do. */
export function log(level: Level, message: string, fields: Record<string, unknown> = {}): void {
  const entries = Object.entries(fields).map(([name, value]) => [name, plain(value)])
  const line = { level, time: new Date().toISOString(), service: 'web', msg: message, ...Object.fromEntries(entries) }
  process.stdout.write(`${JSON.stringify(line)}\n`)
}
