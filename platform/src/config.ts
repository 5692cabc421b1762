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
    const value = given[name]
    return `  ${name}: ${value === undefined ? 'is not set' : `${message}; it is ${shown(name, value)}`}`
  })
  throw new ConfigError(`The configuration is not usable:\n${lines.join('\n')}`)
}

const SECRET_NAME = /SECRET|KEY|PEPPER|TOKEN|PASSWORD/
const SHOWN_CHARACTERS = 200

/** A wrong value as an error may show it: without what is secret, be it all of it or the password in a URL. */
function shown(name: string, value: string): string {
  if (SECRET_NAME.test(name)) return `not shown (${value.length} characters)`
  return JSON.stringify(withoutPassword(value).slice(0, SHOWN_CHARACTERS))
}

/** A URL, or a list of them, as people may read it: user names and passwords are left out. */
export const withoutPassword = (url: string): string => url.replaceAll(/\/\/[^/?#]*@/g, '//…@')

/** A TCP port; 0 lets the system choose. */
export const port = () =>
  z.coerce
    .number('must be a port')
    .int('must be a port')
    .min(0, 'must be a port of at least 0')
    .max(65_535, 'must be a port of at most 65535')
/** A whole number of at least min. */
export const whole = (min = 0) =>
  z.coerce.number('must be a whole number').int('must be a whole number').min(min, `must be at least ${min}`)
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

/** How long a service may take to drain after SIGTERM before it is cut off, unless it is told otherwise. */
export const DEFAULT_SHUTDOWN_GRACE_MS = 10_000

/** What every service reads. */
export const serviceEnv = z.object({
  HOST: z.string().default('0.0.0.0'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** How long a service may take to drain after SIGTERM before it is cut off. */
  SHUTDOWN_GRACE_MS: whole().default(DEFAULT_SHUTDOWN_GRACE_MS),
})
