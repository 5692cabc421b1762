import { createHash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { z } from 'zod'

/** What users and the gateways agree on of the tokens of programs. Their scopes are in `rules.ts`. */

/** How each token begins, so that scanners of leaked secrets and people know one when they see it. */
export const ACCESS_TOKEN_PREFIX = 'clq_'
const RANDOM_BYTES = 32
const RANDOM_LENGTH = 43
const CHECKSUM_LENGTH = 8
const SHAPE = new RegExp(`^${ACCESS_TOKEN_PREFIX}[A-Za-z0-9_-]{${RANDOM_LENGTH}}[0-9a-f]{${CHECKSUM_LENGTH}}$`)

/** A new token: the prefix, 256 random bits in base64url, and the CRC-32 of both in hex. */
export function generateAccessToken(): string {
  const start = ACCESS_TOKEN_PREFIX + randomBytes(RANDOM_BYTES).toString('base64url')
  return start + checksumOf(start)
}

/** Whether a token may be one of a program's. A mistyped or cut one is told by its checksum, without asking anybody. */
export const isAccessToken = (token: string): boolean =>
  SHAPE.test(token) && checksumOf(token.slice(0, -CHECKSUM_LENGTH)) === token.slice(-CHECKSUM_LENGTH)

/** What is stored and sent in its place: SHA-256, which cannot be guessed back from 256 random bits. */
export const hashAccessToken = (token: string): string => createHash('sha256').update(token).digest('base64url')

const checksumOf = (text: string): string => crc32(text).toString(16).padStart(CHECKSUM_LENGTH, '0')

/** users: what the token with this hash may do, null when there is none; counts as a use of it. */
export const accessTokenRoute = {
  path: '/access-tokens/use',
  request: z.object({ hash: z.string().max(64) }),
  response: z.object({
    token: z
      .object({
        id: z.string().max(64),
        userId: z.string().max(64),
        scopes: z.array(z.string()),
        /** Null when it has no end. */
        expiresAtMs: z.number().nullable(),
      })
      .nullable(),
  }),
} as const
