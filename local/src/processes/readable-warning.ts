import { z } from 'zod'

/** What this system's services write to their logs. */
const entry = z.object({
  level: z.enum(['warn', 'error', 'fatal']),
  msg: z.string().default(''),
  err: z.object({ message: z.string() }).partial().optional(),
})

/** A line of a service's log in words, if it is a warning or worse. */
export function readableWarning(line: string): string | undefined {
  if (!line.startsWith('{')) return undefined
  const parsed = entry.safeParse(parseJson(line))
  if (!parsed.success) return undefined
  const { level, msg, err } = parsed.data
  return [level, msg, err?.message].filter(Boolean).join(': ')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
