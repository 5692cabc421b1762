import { z } from 'zod'

/** One or more environment variables are missing or wrong; the message lists all of them, a line each. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/** A process environment, or a part of one. */
export type Env = Record<string, string | undefined>

/**
 * Reads a configuration from environment variables. The schema's keys are the variables' names; an empty variable counts
 * as unset.
 * @throws ConfigError naming every variable that is missing or wrong, not only the first
 */
export function readEnv<Schema extends z.ZodObject>(schema: Schema, env: Env): z.infer<Schema> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  const lines = parsed.error.issues.map(({ path, message }) => {
    const name = path.join('.')
    return `  ${name}: ${name in given ? message : 'is not set'}`
  })
  throw new ConfigError(`The configuration is not usable:\n${lines.join('\n')}`)
}

/** A TCP port; 0 lets the system choose. */
export const port = () => z.coerce.number().int().min(0).max(65_535)
/** A whole number of at least min. */
export const whole = (min = 0) => z.coerce.number().int().min(min)
/** `true` or `false`. */
export const flag = () => z.enum(['true', 'false']).transform((value) => value === 'true')
/** A secret of at least 32 characters. */
export const secret = () => z.string().min(32, 'must have at least 32 characters')
/** A URL of one of the protocols named (without colon). */
export const urlOf = (...protocols: string[]) =>
  z.url({
    protocol: new RegExp(`^(${protocols.join('|')})$`),
    error: `must be a URL starting with ${protocols.join('://, ')}://`,
  })
/** Words separated by commas. */
export const list = () =>
  z.string().transform((value) =>
    value
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  )

/** What every service reads. */
export const serviceEnv = z.object({
  HOST: z.string().default('0.0.0.0'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** How long a service may take to drain after SIGTERM before it is cut off. */
  SHUTDOWN_GRACE_MS: whole().default(10_000),
})
