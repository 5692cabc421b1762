import { randomUUID } from 'node:crypto'
import { DomainError, parseInput, rateLimited } from '@colloquy/platform/errors'
import { networkOf } from '@colloquy/platform/network'
import { seal, unseal } from '@colloquy/platform/sealed'
import type { SecurityLog } from '@colloquy/platform/security-log'
import { emailAddress } from '@colloquy/schema/email-address'
import { z } from 'zod'
import type { Profiles } from '../profiles/profiles.ts'
import type { Sessions, SignedIn } from '../sessions/sessions.ts'
import { CODE_TTL_MS, generateCode, generateRequestId, guessInput, partsOf } from './code.ts'
import type { CodeMailer } from './code-mail.ts'
import { createDeviceTokens } from './device-tokens.ts'
import type { IpLimit } from './ip-limits.ts'
import { deriveKeys } from './keys.ts'
import { sharesOfDevice, sharesOfStranger } from './limits.ts'
import type { CodeStore, Guessed } from './store.ts'

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
  securityLog: SecurityLog
  limits: {
    /** Of requests for a code. */
    codes: IpLimit
    /** Of wrong guesses. */
    attempts: IpLimit
  }
}

/** A code that is on its way to a mailbox. */
export interface CodeRequest {
  id: string
  expiresAt: Date
  resendAt: Date
}

const codeRequest = z.object({ email: emailAddress })

/** What is sealed in a request: whom its code signs in, and the device that asked, if it has signed in before. */
const holderSchema = z.object({
  email: z.string(),
  device: z.object({ id: z.string(), accounts: z.array(z.string()) }).nullable(),
})

const OVER: Guessed = { outcome: 'over' }

export type SignIn = ReturnType<typeof createSignIn>

/**
 * Signing in by e-mailed code. Nothing here asks whether an address has an account until its code has been given. A guess
 * names the request that it is for, and no limit holds it up: what others do to an address delays at most the next request of
 * a device that has never signed in to the account.
 */
export function createSignIn({ store, mailer, profiles, sessions, pepper, securityLog, limits }: SignInParts) {
  const keys = deriveKeys(pepper)
  const devices = createDeviceTokens(keys.devices)

  return {
    async requestCode(
      input: { email: string; deviceToken?: string | null },
      { ip, userAgent }: Origin,
    ): Promise<CodeRequest> {
      const { email } = parseInput(codeRequest, { email: input.email })
      const account = keys.accountOf(email)
      const device = devices.read(input.deviceToken)
      const isKnown = device?.accounts.includes(account) ?? false
      const shares = device && isKnown ? sharesOfDevice(device.id) : sharesOfStranger(networkOf(ip))
      if (!isKnown) await limits.codes.count(ip)
      const id = generateRequestId(account)
      const requestedAt = new Date()
      const { granted, nextAtMs, reason } = await store.reserve(id, shares, requestedAt.getTime())
      if (!granted) {
        const retryAfter = Math.ceil((nextAtMs - requestedAt.getTime()) / 1_000)
        if (reason === 'failures') securityLog({ type: 'backed-off', account, retryAfter }, { ip })
        else securityLog({ type: 'limit-reached', limit: 'sign-in-codes-of-address', account, retryAfter }, { ip })
        throw rateLimited(retryAfter)
      }

      const code = generateCode()
      const expiresAt = new Date(requestedAt.getTime() + CODE_TTL_MS)
      try {
        await mailer.send({ id: randomUUID(), to: email, code, requestedAt, expiresAt, ip, userAgent })
      } catch (error) {
        // No mail, no request: another may be made at once.
        await Promise.allSettled([store.release(id, shares), isKnown || limits.codes.uncount(ip)])
        throw error
      }
      const holder: z.infer<typeof holderSchema> = { email, device }
      const sealed = seal(JSON.stringify(holder), keys.requests, id)
      await store.put(id, { mac: keys.codeMac(id, code), sealed, shares, expiresAt })
      securityLog({ type: 'code-sent', account, isKnownDevice: isKnown }, { ip })
      return { id, expiresAt, resendAt: new Date(nextAtMs) }
    },

    async verifyCode(input: { requestId: string; code: string }, { ip, userAgent }: Origin): Promise<SignedIn> {
      const { requestId, code } = parseInput(guessInput, input)
      const request = await store.find(requestId)
      const { account } = partsOf(requestId)
      const mac = keys.codeMac(requestId, code)
      const guess = request ? await store.guess(requestId, request, mac, Date.now()) : OVER
      if (!request || guess.outcome !== 'right') {
        const guessesLeft = guess.outcome === 'wrong' ? guess.guessesLeft : 0
        securityLog({ type: 'guess-refused', account: request ? account : null, guessesLeft }, { ip })
        await limits.attempts.count(ip)
        throw wrongCode(guessesLeft)
      }
      const { email, device } = holderSchema.parse(JSON.parse(unseal(request.sealed, keys.requests, requestId)))
      const { profile, isNew } = await profiles.findOrCreate(email)
      const isKnownDevice = device?.accounts.includes(account) ?? false
      const signedIn = await sessions.start(profile.id, {
        userAgent,
        isNewUser: isNew,
        notice: isNew || isKnownDevice ? null : { to: email, ip },
      })
      securityLog({ type: 'signed-in', account, userId: profile.id, isNewUser: isNew, isKnownDevice }, { ip })
      return { ...signedIn, deviceToken: devices.issue(device, account) }
    },
  }
}

function wrongCode(guessesLeft: number): DomainError {
  const message = guessesLeft > 0 ? 'is wrong' : 'no longer works: ask for another'
  return new DomainError('BAD_USER_INPUT', `code: ${message}`, { issues: [{ path: ['code'], message }], guessesLeft })
}
