import { randomUUID } from 'node:crypto'
import type { RedisConnection } from '@colloquy/platform/redis'

/** A claim ends by itself this long after its worker has died. */
const CLAIM_MS = 10_000
const RENEW_EVERY_MS = 3_000
/** For how long a mail that comes again is recognised. */
const REMEMBER_SENT_SECONDS = 86_400

const SENT = 'sent'

/** Touches a claim only while it is one's own. KEYS: the mail. ARGV: the claim, milliseconds to live (0: give it up). */
const IF_MINE = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
if ARGV[2] == '0' then return redis.call('DEL', KEYS[1]) end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
`

export type Claim =
  /** Ours to send. `sent` says that it was; disposing gives up the claim of a mail that was not. */
  | { state: 'mine'; sent: () => Promise<void>; [Symbol.asyncDispose]: () => Promise<void> }
  /** Nothing is left to do. */
  | { state: 'sent' }
  /** Another worker is sending it, or was when it died. */
  | { state: 'taken' }

export interface SendStates {
  claim: (mailId: string) => Promise<Claim>
}

/**
 * What has become of each mail, in Redis: nothing yet, being sent, sent. Queues deliver at least once; this makes it one mail,
 * except when a worker dies between the end of the mail and the note of what the SMTP server said.
 */
export function createSendStates(redis: RedisConnection): SendStates {
  return {
    claim: async (mailId) => {
      const key = `mail:{${mailId}}`
      const claim = `sending:${randomUUID()}`
      if ((await redis.set(key, claim, 'PX', CLAIM_MS, 'NX')) === null) {
        return { state: (await redis.get(key)) === SENT ? 'sent' : 'taken' }
      }
      const renewal = setInterval(() => {
        // A renewal that fails lets the claim run out, and the next one may still succeed.
        redis.eval(IF_MINE, 1, key, claim, CLAIM_MS).catch(() => undefined)
      }, RENEW_EVERY_MS)
      return {
        state: 'mine',
        sent: async () => {
          await redis.set(key, SENT, 'EX', REMEMBER_SENT_SECONDS)
        },
        [Symbol.asyncDispose]: async () => {
          clearInterval(renewal)
          // Should it fail, the claim runs out.
          await redis.eval(IF_MINE, 1, key, claim, 0).catch(() => undefined)
        },
      }
    },
  }
}
