import { randomUUID } from 'node:crypto'
import { badUserInput, parseInput, rateLimited } from '@colloquy/platform/errors'
import { z } from 'zod'
import { emailAddress } from '../profiles/profile.ts'
import type { Profiles } from '../profiles/profiles.ts'
import type { Sessions, SignedIn } from '../sessions/sessions.ts'
import { CODE_TTL_MS, codeMac, generateCode } from './code.ts'
import type { CodeMailer } from './code-mail.ts'
import type { IpLimit } from './ip-limits.ts'
import type { CodeStore } from './store.ts'

/** Where a request comes from. */
export interface Origin {
  ip: string
  userAgent: string | null
}

export interface SignInParts {
  store: CodeStore
  mailer: CodeMailer
  profiles: Pick<Profiles, 'findOrCreate'>
  sessions: Pick<Sessions, 'start'>
  pepper: string
  limits: {
    /** Of requests for a code. */
    codes: IpLimit
    /** Of guesses. */
    attempts: IpLimit
  }
}

const codeRequest = z.object({ email: emailAddress })
const guess = z.object({
  email: emailAddress,
  code: z
    .string()
    .trim()
    .regex(/^\d{6}$/, 'must be six digits'),
})

export type SignIn = ReturnType<typeof createSignIn>

/** Signing in by e-mailed code. Nothing here asks whether an address has an account until its code has been given. */
export function createSignIn({ store, mailer, profiles, sessions, pepper, limits }: SignInParts) {
  return {
    async requestCode(
      input: { email: string },
      { ip, userAgent }: Origin,
    ): Promise<{ expiresAt: Date; resendAt: Date }> {
      const { email } = parseInput(codeRequest, input)
      await limits.codes.count(ip)
      const id = randomUUID()
      const requestedAt = new Date()
      const { granted, nextAtMs } = await store.reserve(email, id, requestedAt.getTime())
      if (!granted) throw rateLimited((nextAtMs - requestedAt.getTime()) / 1_000)

      const code = generateCode()
      const expiresAt = new Date(requestedAt.getTime() + CODE_TTL_MS)
      try {
        await mailer.send({ id, to: email, code, requestedAt, expiresAt, ip, userAgent })
      } catch (error) {
        // No mail, no code: the one before keeps working, and another may be asked for at once.
        await Promise.allSettled([store.release(email, id), limits.codes.uncount(ip)])
        throw error
      }
      await store.put(email, { id, mac: codeMac(pepper, email, id, code), expiresAt })
      return { expiresAt, resendAt: new Date(nextAtMs) }
    },

    async verifyCode(input: { email: string; code: string }, { ip, userAgent }: Origin): Promise<SignedIn> {
      const { email, code } = parseInput(guess, input)
      await limits.attempts.count(ip)
      const id = (await store.currentId(email)) ?? ''
      const { outcome, retryAfterMs } = await store.guess(email, { id, mac: codeMac(pepper, email, id, code) })
      if (outcome === 'locked') throw rateLimited(retryAfterMs / 1_000)
      if (outcome === 'wrong') throw badUserInput([{ path: ['code'], message: 'is wrong or has expired' }])
      const { profile, isNew } = await profiles.findOrCreate(email)
      return sessions.start(profile.id, userAgent, isNew)
    },
  }
}
