import { createHash, randomBytes } from 'node:crypto'

const TOKEN_BYTES = 32

/** A new refresh token: 256 random bits, so that a plain hash of it cannot be guessed back. */
export const generateRefreshToken = (): string => randomBytes(TOKEN_BYTES).toString('base64url')

/** What is stored in its place. */
export const hashRefreshToken = (token: string): string => createHash('sha256').update(token).digest('base64url')
