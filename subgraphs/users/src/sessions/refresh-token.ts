import { createHash, hkdfSync, randomBytes } from 'node:crypto'
import { seal, unseal } from '@colloquy/platform/sealed'

const TOKEN_BYTES = 32
const KEY_BYTES = 32
const SUCCESSOR = 'the successor of a refresh token'

/** A new refresh token: 256 random bits, so that a plain hash of it cannot be guessed back. */
export const generateRefreshToken = (): string => randomBytes(TOKEN_BYTES).toString('base64url')

/** What is stored in its place. */
export const hashRefreshToken = (token: string): string => createHash('sha256').update(token).digest('base64url')

/** The token that follows, stored so that only whoever has the token before it can read it. */
export const sealSuccessor = (successor: string, token: string): string => seal(successor, keyFrom(token), SUCCESSOR)

/** @throws when it was sealed for another token */
export const unsealSuccessor = (sealed: string, token: string): string => unseal(sealed, keyFrom(token), SUCCESSOR)

const keyFrom = (token: string): Buffer => Buffer.from(hkdfSync('sha256', token, '', SUCCESSOR, KEY_BYTES))
