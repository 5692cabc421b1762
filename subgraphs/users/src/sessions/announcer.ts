import type { Logger } from '@colloquy/platform/logger'
import type { Publisher } from '@colloquy/platform/rabbitmq-publisher'
import type { MailJob } from '@colloquy/schema/jobs'
import type { SessionStore, StoredSession } from './store.ts'

export interface Announcer extends AsyncDisposable {
  /** Tells a session's owner of it now, or, when that fails, with the next sweep. Never throws. */
  soon: (session: StoredSession) => void
}

/** After this nobody is told any more. */
const NOTICE_TTL_MS = 24 * 3_600_000
const SWEEP_MS = 30_000
/** What is younger is probably being sent right now. */
const SWEPT_AGE_MS = 10_000
const MAX_SWEPT = 100

/**
 * Mails people about sign-ins from devices that are new to their account. What is to be told is part of the session, so that no
 * failure between the sign-in and the queue loses it; the mail's id is the session's, so that nobody is told twice.
 */
export function createAnnouncer({
  store,
  publisher,
  queue,
  logger,
}: {
  store: Pick<SessionStore, 'unannounced' | 'announced'>
  publisher: Publisher
  queue: string
  logger: Logger
}): Announcer {
  const announce = async ({ id, notice, userAgent, createdAt }: StoredSession) => {
    const expiresAt = new Date(createdAt.getTime() + NOTICE_TTL_MS)
    const expirationMs = expiresAt.getTime() - Date.now()
    if (notice && expirationMs > 0) {
      const payload: MailJob = {
        id,
        type: 'new_sign_in',
        to: notice.to,
        ip: notice.ip,
        userAgent,
        signedInAt: createdAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
      }
      await publisher.publish({ queue, payload, messageId: id, expirationMs })
    }
    await store.announced(id)
  }
  const sweep = async () => {
    for (const session of await store.unannounced(new Date(Date.now() - SWEPT_AGE_MS), MAX_SWEPT))
      await announce(session)
  }
  const underWay = new Set<Promise<void>>()
  const quietly = (work: Promise<void>) => {
    const done = work
      .catch((error: unknown) => logger.warn({ err: error }, 'a sign-in could not be announced yet'))
      .finally(() => underWay.delete(done))
    underWay.add(done)
  }
  const timer = setInterval(() => quietly(sweep()), SWEEP_MS)
  return {
    soon: (session) => quietly(announce(session)),
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
      await Promise.all(underWay)
    },
  }
}
