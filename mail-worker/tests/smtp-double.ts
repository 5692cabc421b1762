import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { callbackify } from 'node:util'
import { SMTPServer } from 'smtp-server'

export interface SmtpDouble extends AsyncDisposable {
  url: string
  /** Texts of the mails accepted, headers included, oldest first. */
  accepted: string[]
  /** How often somebody came to the end of a mail. */
  attempts: () => number
  /** What is answered at the end of a mail: resolves for 250; a rejection's responseCode and message go to the client. */
  answer: (text: string) => Promise<void>
}

/** An error that the SMTP client gets as its answer. */
export const smtpError = (responseCode: number, message: string) => Object.assign(new Error(message), { responseCode })

/** A real SMTP server that answers what a test wants. */
export async function startSmtpDouble(port = 0): Promise<SmtpDouble> {
  let attempts = 0
  const receive = async (stream: Readable) => {
    const text = (await buffer(stream)).toString('utf8')
    attempts += 1
    await double.answer(text)
    double.accepted.push(text)
  }
  const server = new SMTPServer({
    authOptional: true,
    closeTimeout: 100,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData: (stream, _, callback) => callbackify(() => receive(stream))(callback),
  })
  server.on('error', () => undefined)
  server.listen(port, '127.0.0.1')
  await once(server.server, 'listening')
  const address = server.server.address()
  if (address === null || typeof address === 'string') throw new Error('not listening on a TCP port')
  const double: SmtpDouble = {
    url: `smtp://127.0.0.1:${address.port}`,
    accepted: [],
    attempts: () => attempts,
    answer: async () => undefined,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  }
  return double
}
