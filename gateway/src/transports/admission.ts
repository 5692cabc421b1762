import { randomUUID } from 'node:crypto'
import type { Identity, UserIdentity } from '@colloquy/platform/identity'
import type { Logger } from '@colloquy/platform/logger'
import type { SecurityLog } from '@colloquy/platform/security-log'
import { logLimitReached } from '../identity/identify.ts'
import type { Identify } from '../identity/identify.ts'
import type { Sessions } from '../identity/sessions.ts'
import type { Limits } from '../limits.ts'
import type { Channel } from './channel.ts'
import { SESSION_ENDED, TOO_MANY_SOCKETS } from './close-codes.ts'
import type { Closing } from './close-codes.ts'

/** Shows whom a user's open sockets keep present. */
export interface Presence {
  connect: (userId: string, connectionId: string) => Promise<() => Promise<void>>
}

/** A socket is not let in, for another reason than its token. */
export class NotAdmittedError extends Error {
  override name = 'NotAdmittedError'
  readonly closing: Closing

  constructor(closing: Closing) {
    super(closing.reason)
    this.closing = closing
  }
}

export interface Admission {
  identity: Identity
  /** The socket has closed. */
  leave: () => void
}

/** Lets sockets in. Disposing it waits until all who have left are gone from presence. */
export interface Doorkeeper extends AsyncDisposable {
  /**
   * @param authorization `Bearer …`; undefined lets the socket in as anonymous, for what anybody may ask
   * @throws DomainError UNAUTHENTICATED, NotAdmittedError
   */
  admit: (authorization: string | undefined, channel: Channel) => Promise<Admission>
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
  const enter = (identity: UserIdentity) => {
    const { userId } = identity
    const user = usersHere.get(userId) ?? { sockets: 0, absent: null }
    if (user.sockets >= limits.socketsPerUser) {
      logLimitReached(securityLog, 'sockets-of-user', identity)
      throw new NotAdmittedError(TOO_MANY_SOCKETS)
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
    async admit(authorization, channel) {
      const identity = await identify(authorization, channel.from)
      if (identity.kind !== 'user') return { identity, leave: () => undefined }
      const { userId } = identity
      const user = enter(identity)
      try {
        const unwatch = await sessions.watch(identity, () => channel.close(SESSION_ENDED))
        channel.signedIn()
        user.absent ??= bePresent(userId)
        return {
          identity,
          leave() {
            unwatch()
            leave(userId, user)
          },
        }
      } catch (error) {
        leave(userId, user)
        throw error
      }
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(leaving)
    },
  }
}
