import { randomUUID } from 'node:crypto'
import type { Identity } from '@colloquy/platform/identity'
import type { Logger } from '@colloquy/platform/logger'
import type { Identify } from '../identity/identify.ts'
import type { Sessions } from '../identity/sessions.ts'
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

/**
 * A socket is a user's for as long as the session goes on, whatever its access token does: it is closed the moment the
 * session ends. While it is open the user is present.
 */
export function createDoorkeeper({
  identify,
  sessions,
  presence,
  maxSocketsPerUser,
  logger,
}: {
  identify: Identify
  sessions: Sessions
  presence: Presence
  maxSocketsPerUser: number
  logger: Logger
}): Doorkeeper {
  const socketsOf = new Map<string, number>()
  const leaving = new Set<Promise<void>>()

  const count = (userId: string, change: 1 | -1) => {
    const sockets = (socketsOf.get(userId) ?? 0) + change
    if (sockets === 0) socketsOf.delete(userId)
    else socketsOf.set(userId, sockets)
    return sockets
  }
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

  return {
    async admit(authorization, channel) {
      const identity = await identify(authorization, channel.from)
      if (identity.kind !== 'user') return { identity, leave: () => undefined }
      const { userId } = identity
      if (count(userId, 1) > maxSocketsPerUser) {
        count(userId, -1)
        throw new NotAdmittedError(TOO_MANY_SOCKETS)
      }
      try {
        const unwatch = await sessions.watch(identity, () => channel.close(SESSION_ENDED))
        const absent = bePresent(userId)
        return {
          identity,
          leave() {
            count(userId, -1)
            unwatch()
            absent()
          },
        }
      } catch (error) {
        count(userId, -1)
        throw error
      }
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(leaving)
    },
  }
}
