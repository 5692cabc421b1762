import type { ReadyCheck } from '@colloquy/platform/http-server'
import { createTransport } from 'nodemailer'

export interface Mail {
  /** Becomes the Message-ID: a mail that had to be sent again is recognised as the same. */
  id: string
  to: string
  subject: string
  text: string
  html: string
}

export interface Mailer extends AsyncDisposable {
  /**
   * Resolves once the SMTP server has accepted the mail.
   * @throws MailRefusedError when the server will never take it; any other error may pass
   */
  send: (mail: Mail) => Promise<void>
  ready: ReadyCheck
}

/** The SMTP server has refused this mail for good. */
export class MailRefusedError extends Error {
  override name = 'MailRefusedError'
}

/** A server that says nothing for this long is taken to be down. */
const SMTP_TIMEOUT_MS = 10_000
/** How long one mail may take in all. */
const SEND_TIMEOUT_MS = 30_000

/** Sends mail by SMTP, over connections that it keeps and shares. */
export function createMailer(options: { smtpUrl: string; from: string; maxConnections: number }): Mailer {
  const transport = createTransport({
    url: options.smtpUrl,
    pool: true,
    maxConnections: options.maxConnections,
    // Sending again is decided by the queue, which knows what was sent.
    maxRequeues: 0,
    connectionTimeout: SMTP_TIMEOUT_MS,
    greetingTimeout: SMTP_TIMEOUT_MS,
    socketTimeout: SMTP_TIMEOUT_MS,
    socketCloseTimeout: 0,
  })
  const domain = /@([^@>\s]+)>?$/.exec(options.from)?.[1] ?? 'localhost'
  return {
    send: async ({ id, to, subject, text, html }) => {
      try {
        await transport.sendMail({
          from: options.from,
          to,
          subject,
          text,
          html,
          messageId: `<${id}@${domain}>`,
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
          signal: AbortSignal.timeout(SEND_TIMEOUT_MS),
        })
      } catch (error) {
        throw isRefusal(error) ? new MailRefusedError(error.message, { cause: error }) : error
      }
    },
    ready: () => transport.verify(),
    [Symbol.asyncDispose]: async () => transport.close(),
  }
}

/**
 * A 5xx about this sender, recipient or text. Others, such as a refused login or a 554 greeting, are about the connection,
 * and end when somebody has mended it.
 */
function isRefusal(error: unknown): error is Error {
  if (!(error instanceof Error) || !('permanent' in error) || !('code' in error)) return false
  return error.permanent === true && (error.code === 'EENVELOPE' || error.code === 'EMESSAGE')
}
