import { createHmac, randomInt } from 'node:crypto'

/** How long a code works. */
export const CODE_TTL_MS = 5 * 60_000
/** Wrong guesses that end a code. */
export const MAX_GUESSES = 5

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** How often codes may be asked for, for one address: at most `count` in any `windowMs`. The longest window last. */
export const CODE_LIMITS = [
  { count: 1, windowMs: MINUTE_MS },
  { count: 5, windowMs: HOUR_MS },
  { count: 10, windowMs: 24 * HOUR_MS },
] as const

/** Wrong guesses, over all codes of one address, after which it may not be guessed at until the hour is over. */
export const FAILURE_LIMIT = { count: 20, windowMs: HOUR_MS } as const

/** Six digits, each code as likely as any other. */
export const generateCode = (): string => randomInt(1_000_000).toString().padStart(6, '0')

/**
 * What is stored in the place of a code. A million codes are soon tried against a plain hash; this takes the pepper,
 * which Redis does not hold.
 */
export function codeMac(pepper: string, email: string, codeId: string, code: string): string {
  return createHmac('sha256', pepper).update(`${email}\n${codeId}\n${code}`).digest('base64url')
}
