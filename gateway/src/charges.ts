import type { Charges } from '@colloquy/federation'
import type { Identity } from '@colloquy/platform/identity'
import type { SecurityLog } from '@colloquy/platform/security-log'
import { callerKey, logLimitReached } from './identity/identify.ts'
import type { RateLimiter } from './rate-limit.ts'

/** Makes the charges of operations, by user or network; a caller who has nothing left is a security event. */
export function createCharges(rateLimiter: RateLimiter, securityLog: SecurityLog): Charges<Identity> {
  return {
    take(identity, cost) {
      try {
        rateLimiter.take(callerKey(identity), cost)
      } catch (error) {
        logLimitReached(securityLog, 'cost', identity)
        throw error
      }
    },
    allowance: (identity) => rateLimiter.allowance(callerKey(identity)),
    callerOf: callerKey,
  }
}
