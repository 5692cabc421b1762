import { randomUUID } from 'node:crypto'
import { ConnectionRefusal } from '@colloquy/federation'
import type { Closing, Connection } from '@colloquy/federation'
import { DomainError } from '@colloquy/platform/errors'
import type { Identity, UserIdentity } from '@colloquy/platform/identity'
import type { Logger } from '@colloquy/platform/logger'
import type { SecurityLog } from '@colloquy/platform/security-log'
import type { ClientAddress } from '../identity/client-address.ts'
import { logLimitReached } from '../identity/identify.ts'
import type { Identify } from '../identity/identify.ts'
import type { Sessions } from '../identity/sessions.ts'
import type { Limits } from '../limits.ts'

/** Shows whom a user's open sockets keep present. */
export interface Presence {
  connect: (userId: string, connectionId: string) => Promise<() => Promise<void>>
}

export const TOO_MANY_SOCKETS: Closing = { code: 1013, reason: 'Too many sockets of this user' }
export const TOO_MANY_REFUSALS: Closing = { code: 1013, reason: 'Too many refused tokens from this address' }
export const SESSION_ENDED: Closing = { code: 4403, reason: 'The session has ended' }

/** A socket whose client says who it is. */
export interface NewSocket extends Pick<Connection, 'close' | 'whenClosed'> {
  /** `Bearer …`; undefined lets the socket in as anonymous, for what anybody may ask. */
  authorization: string | undefined
  from: ClientAddress
  /** Somebody has signed in on it. */
  signedIn: () => void
}

/** Lets sockets in. Disposing it waits until all who have left are gone from presence. */
export interface Doorkeeper extends AsyncDisposable {
  /**
   * Tells on whose behalf a socket is, for as long as it is open.
   * @throws DomainError UNAUTHENTICATED, ConnectionRefusal
   */
  admit: (socket: NewSocket) => Promise<Identity>
}

interface UserHere {
  sockets: number
  /** Takes the user out of presence; null until one of the sockets has been let in. */
  absent: (() => void) | null
}

/**
 * A socket is a user's for as long as the session goes on, whatever its access token does: it is closed the moment the
 * session ends. While it is open the user is present.
 */
export function createDoorkeeper({
  identify,
  sessions,
  presence,
  limits,
  securityLog,
  logger,
}: {
  identify: Identify
  sessions: Sessions
  presence: Presence
  limits: Limits
  securityLog: SecurityLog
  logger: Logger
}): Doorkeeper {
  const usersHere = new Map<string, UserHere>()
  const leaving = new Set<Promise<void>>()

  /** However many sockets a user has, to presence they are one connection of this process. */
  const bePresent = (userId: string) => {
    // Nobody waits for it to be seen, and a socket is of use without.
    const connected = presence.connect(userId, randomUUID())
    const log = (error: unknown) => logger.warn({ err: error, userId }, 'presence')
    connected.catch(log)
    return () => {
      const left: Promise<void> = connected
        .then((disconnect) => disconnect())
        .catch(log)
        .finally(() => leaving.delete(left))
      leaving.add(left)
    }
  }
  const identifyOnSocket = async (authorization: string | undefined, from: ClientAddress) => {
    try {
      return await identify(authorization, from)
    } catch (error) {
      const isBusy = error instanceof DomainError && error.code === 'RATE_LIMITED'
      throw isBusy ? new ConnectionRefusal(TOO_MANY_REFUSALS) : error
    }
  }
  const enter = (identity: UserIdentity) => {
    const { userId } = identity
    const user = usersHere.get(userId) ?? { sockets: 0, absent: null }
    if (user.sockets >= limits.socketsPerUser) {
      logLimitReached(securityLog, 'sockets-of-user', identity)
      throw new ConnectionRefusal(TOO_MANY_SOCKETS)
    }
    usersHere.set(userId, user)
    user.sockets += 1
    return user
  }
  const leave = (userId: string, user: UserHere) => {
    user.sockets -= 1
    if (user.sockets > 0) return
    usersHere.delete(userId)
    user.absent?.()
  }

  return {
    async admit({ authorization, from, signedIn, close, whenClosed }) {
      const identity = await identifyOnSocket(authorization, from)
      if (identity.kind !== 'user') return identity
      const { userId } = identity
      const user = enter(identity)
      try {
        const unwatch = await sessions.watch(identity, () => close(SESSION_ENDED))
        signedIn()
        user.absent ??= bePresent(userId)
        whenClosed(() => {
          unwatch()
          leave(userId, user)
        })
        return identity
      } catch (error) {
        leave(userId, user)
        // It ended after it was looked up by `identify`.
        const hasEnded = error instanceof DomainError && error.code === 'UNAUTHENTICATED'
        if (hasEnded) securityLog({ type: 'token-refused', userId }, from)
        throw error
      }
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(leaving)
    },
  }
}
