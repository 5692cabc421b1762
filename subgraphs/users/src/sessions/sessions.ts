import { randomUUID } from 'node:crypto'
import { unauthenticated } from '@colloquy/platform/errors'
import type { AccessTokens } from './access-tokens.ts'
import { generateRefreshToken, hashRefreshToken } from './refresh-token.ts'
import type { Revocations } from './revocations.ts'
import type { SessionStore, StoredSession } from './store.ts'

const DAY_MS = 24 * 3_600_000
/** A session that nobody uses for this long is over. */
export const MAX_IDLE_MS = 14 * DAY_MS
/** No session lasts longer, however much it is used. */
export const MAX_SESSION_MS = 30 * DAY_MS
const MAX_USER_AGENT_LENGTH = 512

/** What a client holds of a session from now on. */
export interface SignedIn {
  userId: string
  accessToken: string
  accessTokenExpiresAt: Date
  refreshToken: string
  isNewUser: boolean
}

/** When a session that is used now ends unless it is used again. */
export function sessionExpiry(createdAt: Date, usedAt: Date): Date {
  return new Date(Math.min(usedAt.getTime() + MAX_IDLE_MS, createdAt.getTime() + MAX_SESSION_MS))
}

export type Sessions = ReturnType<typeof createSessions>

/** How sessions begin, go on and end. */
export function createSessions(store: SessionStore, accessTokens: AccessTokens, revocations: Revocations) {
  const handOut = async ({ id, userId, createdAt }: StoredSession, isNewUser: boolean): Promise<SignedIn> => {
    const refreshToken = generateRefreshToken()
    const keptUntil = new Date(createdAt.getTime() + MAX_SESSION_MS)
    await store.insertToken(hashRefreshToken(refreshToken), id, keptUntil)
    return { userId, refreshToken, isNewUser, ...accessTokens.issue({ userId, sessionId: id }) }
  }

  const end = async (userId: string, sessionId: string): Promise<void> => {
    // MongoDB first: whatever fails after it, no refresh token of the session works any more.
    await store.end(sessionId, new Date())
    await revocations.announce(userId, sessionId)
  }

  return {
    end,

    async start(userId: string, userAgent: string | null, isNewUser: boolean): Promise<SignedIn> {
      const now = new Date()
      const session: StoredSession = {
        id: randomUUID(),
        userId,
        userAgent: userAgent?.slice(0, MAX_USER_AGENT_LENGTH) ?? null,
        createdAt: now,
        lastUsedAt: now,
        expiresAt: sessionExpiry(now, now),
        endedAt: null,
      }
      await store.insert(session)
      return handOut(session, isNewUser)
    },

    /**
     * Swaps a refresh token for the next pair. One that was used before is in two hands, and nobody can tell whose
     * is the thief's, so the session ends; no grace period, for it would be the thief's too.
     */
    async refresh(refreshToken: string): Promise<SignedIn> {
      const now = new Date()
      const use = await store.useToken(hashRefreshToken(refreshToken), now)
      const session = use && (await store.find(use.sessionId))
      if (!use || !session) throw unauthenticated()
      if (!use.isFirstUse) {
        await end(session.userId, session.id)
        throw unauthenticated('This refresh token was used before: the session has ended. Sign in again.')
      }
      const isRunning = session.expiresAt > now
      if (!isRunning || !(await store.extend(session.id, now, sessionExpiry(session.createdAt, now)))) {
        throw unauthenticated('This session has ended. Sign in again.')
      }
      return handOut(session, false)
    },
  }
}
