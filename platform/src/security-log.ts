import { isIPv4 } from 'node:net'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import type { Logger } from './logger.ts'
import { networkOf } from './network.ts'

const id = z.string().max(128)
/** An e-mail address as its keyed hash: who has the log learns no address, and sees what belongs together. */
const account = z.string().max(64)
const seconds = z.int().nonnegative()

/**
 * All that is logged for whoever watches over security. What is not in this list is not written: codes, tokens and addresses
 * have no place in it.
 */
const securityEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('code-sent'), account, isKnownDevice: z.boolean() }),
  z.object({ type: z.literal('signed-in'), account, userId: id, isNewUser: z.boolean(), isKnownDevice: z.boolean() }),
  /** `guessesLeft`: 0 when the request is over. `account` is null when there is no such request. */
  z.object({ type: z.literal('guess-refused'), account: account.nullable(), guessesLeft: z.int() }),
  /** The next code has to wait for the failures before it. */
  z.object({ type: z.literal('backed-off'), account, retryAfter: seconds }),
  /** `limit`: its name. */
  z.object({
    type: z.literal('limit-reached'),
    limit: z.string().max(64),
    retryAfter: seconds.optional(),
    userId: id.optional(),
    account: account.optional(),
  }),
  /** `token-reused`: a refresh token came back that had been used before. */
  z.object({
    type: z.literal('session-ended'),
    userId: id,
    sessionId: id,
    reason: z.enum(['signed-out', 'revoked', 'token-reused']),
  }),
  /** An access token or an assertion that was refused; `userId` where it names one that can be believed. */
  z.object({ type: z.literal('token-refused'), userId: id.optional() }),
  /** A program has been given a token that acts in the user's name. */
  z.object({ type: z.literal('access-token-created'), userId: id, tokenId: id, scopes: z.array(z.string().max(64)) }),
  z.object({ type: z.literal('access-token-revoked'), userId: id, tokenId: id }),
  z.object({
    type: z.literal('members-changed'),
    conversationId: id,
    byId: id.nullable(),
    joinedIds: z.array(id),
    leftIds: z.array(id),
  }),
  /** A user has blocked another one, or ended that. */
  z.object({ type: z.literal('block-changed'), userId: id, blockedId: id, isBlocked: z.boolean() }),
])
export type SecurityEvent = z.infer<typeof securityEvent>

/** What anybody can cause as often as they like is written once in this time for each subject, so that nobody fills the disk. */
const REPEAT_MS = 60_000
/** Subjects remembered for that. */
const MAX_SUBJECTS = 10_000

/** Writes an event, and where the request came from. */
export type SecurityLog = (event: SecurityEvent, from?: { ip: string }) => void

/**
 * Makes the one way of writing security events: a line with the message "security", the event under `security`, and the
 * network that the request came from, shortened to the first 24 bits of an IPv4 address and 48 of an IPv6 one. Refusals of
 * tokens, at limits and of guesses at requests that do not exist are written once a minute for each user, account or network.
 */
export function createSecurityLog(logger: Logger, now: () => number = Date.now): SecurityLog {
  const writtenAtMs = new LRUCache<string, number>({ max: MAX_SUBJECTS })
  const isRepeated = (subject: string) => {
    const atMs = now()
    if (atMs - (writtenAtMs.get(subject) ?? -Infinity) < REPEAT_MS) return true
    writtenAtMs.set(subject, atMs)
    return false
  }
  return (event, from) => {
    const network = from && shortened(from.ip)
    const subject = subjectOf(event, network)
    if (subject !== null && isRepeated(subject)) return
    // Parsing leaves out what an object has besides its type's fields.
    logger.info({ security: { ...securityEvent.parse(event), ...(network !== undefined && { network }) } }, 'security')
  }
}

/** Under which an event is written once a minute; null for one that is always written. */
function subjectOf(event: SecurityEvent, network = ''): string | null {
  switch (event.type) {
    case 'token-refused':
      return JSON.stringify([event.type, event.userId ?? network])
    case 'limit-reached':
      return JSON.stringify([event.type, event.limit, event.userId ?? event.account ?? network])
    case 'backed-off':
      return JSON.stringify([event.type, event.account])
    case 'guess-refused':
      return event.account === null ? JSON.stringify([event.type, network]) : null
    case 'code-sent':
    case 'signed-in':
    case 'session-ended':
    case 'access-token-created':
    case 'access-token-revoked':
    case 'members-changed':
    case 'block-changed':
      return null
    default:
      return event satisfies never
  }
}

/** What a provider gives to one customer, or a few; not whose device it is. */
export function shortened(ip: string): string {
  const network = networkOf(ip)
  return isIPv4(network)
    ? `${network.split('.').slice(0, 3).join('.')}.0/24`
    : network.includes(':')
      ? `${network.split(':').slice(0, 3).join(':')}::/48`
      : 'unknown'
}
