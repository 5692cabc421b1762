import { randomBytes, randomInt } from 'node:crypto'
import { SIGN_IN_CODE_LENGTH } from '@colloquy/schema/rules'
import { z } from 'zod'

/** How long a code works. */
export const CODE_TTL_MS = 5 * 60_000
/** Wrong guesses that end a request. */
export const MAX_GUESSES = 5

const NONCE_BYTES = 16

/** Digits, each code as likely as any other. */
export const generateCode = (): string =>
  randomInt(10 ** SIGN_IN_CODE_LENGTH)
    .toString()
    .padStart(SIGN_IN_CODE_LENGTH, '0')

/**
 * The id of a new request: the tag of its account, which tells Redis where to look, then 128 random bits, which nobody but
 * who asked has.
 */
export const generateRequestId = (account: string): string =>
  `${account}${randomBytes(NONCE_BYTES).toString('base64url')}`

const TAG_LENGTH = 22

/** The two parts of a request's id. */
export const partsOf = (requestId: string) => ({
  account: requestId.slice(0, TAG_LENGTH),
  nonce: requestId.slice(TAG_LENGTH),
})

/** What SDL cannot say about the arguments of verifySignInCode. */
export const guessInput = z.object({
  requestId: z.string().regex(/^[\w-]{44}$/, 'is not the id of a code request'),
  code: z
    .string()
    .trim()
    .regex(new RegExp(`^\\d{${SIGN_IN_CODE_LENGTH}}$`), `must be ${SIGN_IN_CODE_LENGTH} digits`),
})
