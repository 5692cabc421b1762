import type { Readable } from 'node:stream'
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
   * @throws MailRefusedError when the server will never take it, OutcomeUnknownError when it has the mail and nobody knows
   * whether it took it; any other error may pass
   */
  send: (mail: Mail) => Promise<void>
  ready: ReadyCheck
}

/** The SMTP server has refused this mail for good. */
export class MailRefusedError extends Error {
  override name = 'MailRefusedError'
}

/** The SMTP server has all of this mail, and its answer was lost: it may be on its way. */
export class OutcomeUnknownError extends Error {
  override name = 'OutcomeUnknownError'
}

/** How long a server may take, by RFC 5321, section 4.5.3.2: to greet, and for its last word on a mail. */
const GREETING_TIMEOUT_MS = 5 * 60_000
const ANSWER_TIMEOUT_MS = 10 * 60_000
/** A connection is made, greeted and made secure within this. */
const CONNECTION_TIMEOUT_MS = GREETING_TIMEOUT_MS + 60_000

/** Sends mail by SMTP, over connections that it keeps and shares. */
export function createMailer(options: { smtpUrl: string; from: string; maxConnections: number }): Mailer {
  const transport = createTransport({
    url: options.smtpUrl,
    pool: true,
    maxConnections: options.maxConnections,
    // Sending again is decided by the queue, which knows what was sent.
    maxRequeues: 0,
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    greetingTimeout: GREETING_TIMEOUT_MS,
    socketTimeout: ANSWER_TIMEOUT_MS,
    socketCloseTimeout: 0,
  })
  /** The mails under way as the server reads them, by Message-ID. */
  const contents = new Map<string, Readable>()
  transport.use('stream', ({ message }, done) => {
    const createReadStream = message.createReadStream.bind(message)
    message.createReadStream = (streamOptions) => {
      const content = createReadStream(streamOptions)
      contents.set(message.messageId(), content)
      return content
    }
    done()
  })
  const domain = /@([^@>\s]+)>?$/.exec(options.from)?.[1] ?? 'localhost'
  return {
    send: async ({ id, to, subject, text, html }) => {
      const messageId = `<${id}@${domain}>`
      try {
        await transport.sendMail({
          from: options.from,
          // Taken apart already: a string would be parsed for names, groups and lists.
          to: { name: '', address: to },
          subject,
          text,
          html,
          messageId,
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
        })
      } catch (error) {
        if (isRefusal(error)) throw new MailRefusedError(error.message, { cause: error })
        // The connection reads the content as it sends it, and ends it just before it waits for the last word.
        if (contents.get(messageId)?.readableEnded && !isAnswer(error)) {
          throw new OutcomeUnknownError('The answer to the mail was lost.', { cause: error })
        }
        throw error
      } finally {
        contents.delete(messageId)
      }
    },
    ready: () => transport.verify(),
    [Symbol.asyncDispose]: async () => transport.close(),
  }
}

/** The server has said something. */
const isAnswer = (error: unknown) =>
  error instanceof Error && 'responseCode' in error && error.responseCode !== undefined

/**
 * A 5xx about this sender, recipient or text. Others, such as a refused login or a 554 greeting, are about the connection,
 * and end when somebody has mended it.
 */
function isRefusal(error: unknown): error is Error {
  if (!(error instanceof Error) || !('permanent' in error) || !('code' in error)) return false
  return error.permanent === true && (error.code === 'EENVELOPE' || error.code === 'EMESSAGE')
}
