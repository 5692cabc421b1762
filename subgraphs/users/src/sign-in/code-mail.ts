import type { Publisher } from '@colloquy/platform/rabbitmq-publisher'
import { seal } from '@colloquy/platform/sealed'
import type { MailJob } from '@colloquy/schema/jobs'

export interface CodeMail {
  /** Unique per mail. */
  id: string
  to: string
  code: string
  requestedAt: Date
  expiresAt: Date
  ip: string
  userAgent: string | null
}

export interface CodeMailer {
  /**
   * Resolves once the broker has the mail.
   * @throws DomainError SERVICE_UNAVAILABLE when it may not
   */
  send: (mail: CodeMail) => Promise<void>
}

/** Hands sign-in codes to the mail workers, sealed: whoever can read the queue still cannot sign in. */
export function createCodeMailer(publisher: Publisher, queue: string, codeKey: Buffer): CodeMailer {
  return {
    send: ({ id, to, code, requestedAt, expiresAt, ip, userAgent }) => {
      const job: MailJob = {
        id,
        type: 'send_otp',
        to,
        sealedCode: seal(code, codeKey, id),
        requestedAt: requestedAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
        ip,
        userAgent,
      }
      return publisher.publish({
        queue,
        payload: job,
        messageId: id,
        expirationMs: expiresAt.getTime() - requestedAt.getTime(),
      })
    },
  }
}
