import { createHash } from 'node:crypto'

/** How long a token's successor is remembered. */
const REMEMBER_MS = 10_000

export type Rotate<Result> = (refreshToken: string, rotate: () => Promise<Result>) => Promise<Result>

/**
 * Makes sure that each refresh token is presented to the gateway once. A page that is reloaded while its refresh is on
 * the way never sees the answer and asks again with the same cookie; a second use would end the session, so it gets the
 * answer of the first. A failure is not remembered.
 */
export function createRotations<Result>(rememberMs = REMEMBER_MS): Rotate<Result> {
  const byToken = new Map<string, Promise<Result>>()
  return (refreshToken, rotate) => {
    const key = createHash('sha256').update(refreshToken).digest('base64')
    const known = byToken.get(key)
    if (known) return known
    const result = rotate()
    byToken.set(key, result)
    const forget = () => byToken.delete(key)
    result.then(() => setTimeout(forget, rememberMs).unref(), forget)
    return result
  }
}
