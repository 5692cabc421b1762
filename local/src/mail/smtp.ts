import type { Readable } from 'node:stream'
import { SMTPServer } from 'smtp-server'
import type { Logger } from '@colloquy/platform/logger'
import type { Messages } from './messages.ts'

const MAX_MESSAGE_BYTES = 10_000_000

/** Listens for mail to anybody. A mail is accepted once it is on disk. */
export async function startSmtp(
  { host, port, logger }: { host: string; port: number; logger: Logger },
  messages: Messages,
): Promise<AsyncDisposable> {
  const server = new SMTPServer({
    // Without them a client speaks plainly, and needs no certificate to trust.
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    size: MAX_MESSAGE_BYTES,
    onData: (stream, { envelope }, answer) => {
      const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
      const to = envelope.rcptTo.map(({ address }) => address)
      const store = async () => {
        const source = await readMail(stream)
        if (!source) throw Object.assign(new Error('Message is too large'), { responseCode: 552 })
        await messages.add({ from, to }, source)
      }
      store().then(() => answer(), answer)
    },
  })
  server.on('error', (error) => logger.warn({ err: error }, 'smtp'))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  return {
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** A mail's source; null when it is too large, in which case the rest is read, as SMTP has it, and dropped. */
async function readMail(stream: Readable): Promise<Buffer | null> {
  let chunks: Buffer[] = []
  let byteSize = 0
  for await (const chunk of stream) {
    byteSize += chunk.length
    if (byteSize <= MAX_MESSAGE_BYTES) chunks.push(chunk)
    else chunks = []
  }
  return byteSize <= MAX_MESSAGE_BYTES ? Buffer.concat(chunks) : null
}
