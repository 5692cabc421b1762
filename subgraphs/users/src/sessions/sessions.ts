import { randomUUID } from 'node:crypto'
import { notFound, unauthenticated } from '@colloquy/platform/errors'
import { MAX_SESSION_MS } from '@colloquy/schema/rules'
import type { SecurityEvent, SecurityLog } from '@colloquy/platform/security-log'
import type { SignedTokens } from './signed-tokens.ts'
import type { Announcer } from './announcer.ts'
import { generateRefreshToken, hashRefreshToken, sealSuccessor, unsealSuccessor } from './refresh-token.ts'
import type { Revocations } from './revocations.ts'
import type { Notice, SessionStore, StoredSession, TokenUse } from './store.ts'

/** Most sessions that are listed. */
export const MAX_LISTED = 100
const DAY_MS = 24 * 3_600_000
/** A session that nobody uses for this long is over. */
export const MAX_IDLE_MS = 14 * DAY_MS
/** For how long a refresh token that was used gives the same answer again, if nobody has used that answer yet. */
export const REPEAT_MS = 60_000
export const MAX_USER_AGENT_LENGTH = 512

/** What a client holds of a session from now on. */
export interface SignedIn {
  userId: string
  accessToken: string
  accessTokenExpiresAt: Date
  refreshToken: string
  isNewUser: boolean
  /** Names the device at its next sign-in; from a sign-in alone. */
  deviceToken?: string
}

/** When a session that is used now ends unless it is used again. */
export function sessionExpiry(createdAt: Date, usedAt: Date): Date {
  return new Date(Math.min(usedAt.getTime() + MAX_IDLE_MS, createdAt.getTime() + MAX_SESSION_MS))
}

export interface SessionParts {
  store: SessionStore
  signedTokens: SignedTokens
  revocations: Revocations
  announcer: Pick<Announcer, 'soon'>
  securityLog: SecurityLog
}

type EndReason = Extract<SecurityEvent, { type: 'session-ended' }>['reason']

export type Sessions = ReturnType<typeof createSessions>

/** How sessions begin, go on and end. */
export function createSessions({ store, signedTokens, revocations, announcer, securityLog }: SessionParts) {
  const handOut = async (
    { id, userId, createdAt }: StoredSession,
    { refreshToken, isNewUser, expiresAt }: { refreshToken: string; isNewUser: boolean; expiresAt: Date },
  ): Promise<SignedIn> => {
    const keptUntil = new Date(createdAt.getTime() + MAX_SESSION_MS)
    await store.keepToken(hashRefreshToken(refreshToken), id, keptUntil)
    const issued = signedTokens.issue({ userId, sessionId: id, sessionExpiresAt: expiresAt })
    return { userId, refreshToken, isNewUser, ...issued }
  }

  /** The token that follows one that was used already; null when too long ago, or when that was used too. */
  const sameSuccessor = async (refreshToken: string, { usedAt, successor }: TokenUse, now: Date) => {
    if (successor === null || now.getTime() - usedAt.getTime() > REPEAT_MS) return null
    const next = unsealSuccessor(successor, refreshToken)
    return (await store.isUsed(hashRefreshToken(next))) ? null : next
  }

  const end = async (userId: string, sessionId: string, reason: EndReason): Promise<void> => {
    // MongoDB first: whatever fails after it, no refresh token of the session works any more.
    await store.end(sessionId, new Date())
    await revocations.announce(userId, sessionId)
    securityLog({ type: 'session-ended', userId, sessionId, reason })
  }

  return {
    end,

    /** @param notice when the sign-in is from a device that is new to the account: its owner is told */
    async start(
      userId: string,
      { userAgent, isNewUser, notice }: { userAgent: string | null; isNewUser: boolean; notice: Notice | null },
    ): Promise<SignedIn> {
      const now = new Date()
      const session: StoredSession = {
        id: randomUUID(),
        userId,
        userAgent: userAgent?.slice(0, MAX_USER_AGENT_LENGTH) ?? null,
        createdAt: now,
        lastUsedAt: now,
        expiresAt: sessionExpiry(now, now),
        endedAt: null,
        notice,
      }
      await store.insert(session)
      if (notice) announcer.soon(session)
      return handOut(session, { refreshToken: generateRefreshToken(), isNewUser, expiresAt: session.expiresAt })
    },

    /** When the session's user signed in; null when there is no such session any more. */
    startedAt: async (sessionId: string): Promise<Date | null> => (await store.find(sessionId))?.createdAt ?? null,

    /** The user's sessions that go on, the one used last first, at most {@link MAX_LISTED}. */
    running: (userId: string): Promise<StoredSession[]> => store.running(userId, new Date(), MAX_LISTED),

    /** Ends one session of the user's. @throws DomainError NOT_FOUND when the user has none with that id */
    async revoke(userId: string, sessionId: string): Promise<void> {
      const session = await store.find(sessionId)
      if (session?.userId !== userId) throw notFound('session')
      await end(userId, sessionId, 'revoked')
    },

    /** Ends all sessions of the user's but one. Returns how many. */
    async revokeOthers(userId: string, keptSessionId: string): Promise<number> {
      const ids = await store.runningIds(userId, new Date())
      const others = ids.filter((id) => id !== keptSessionId)
      for (const id of others) await end(userId, id, 'revoked')
      return others.length
    },

    /**
     * Swaps a refresh token for the next pair. The same token gives the same next one again for {@link REPEAT_MS}, if that
     * was not used yet: an answer was lost, or two asked at once. Beyond that a used token is in two hands, and nobody can
     * tell whose is the thief's, so the session ends.
     */
    async refresh(refreshToken: string): Promise<SignedIn> {
      const now = new Date()
      const fresh = generateRefreshToken()
      const use = await store.useToken(hashRefreshToken(refreshToken), now, sealSuccessor(fresh, refreshToken))
      const session = use && (await store.find(use.sessionId))
      if (!use || !session) throw unauthenticated()
      const next = use.isFirstUse ? fresh : await sameSuccessor(refreshToken, use, now)
      if (next === null) {
        await end(session.userId, session.id, 'token-reused')
        throw unauthenticated('This refresh token was used before: the session has ended. Sign in again.')
      }
      const isRunning = session.expiresAt > now
      const expiresAt = sessionExpiry(session.createdAt, now)
      if (!isRunning || !(await store.extend(session.id, now, expiresAt))) {
        throw unauthenticated('This session has ended. Sign in again.')
      }
      return handOut(session, { refreshToken: next, isNewUser: false, expiresAt })
    },
  }
}
