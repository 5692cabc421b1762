import type { Logger } from '@colloquy/platform/logger'
import { startMailApi } from './api.ts'
import { openMessages } from './messages.ts'
import { startSmtp } from './smtp.ts'

export interface MailCatcherOptions {
  host: string
  /** Of the page and the API. */
  port: number
  smtpPort: number
  /** Where mail is kept, a file each. */
  directory: string
  logger: Logger
}

export interface MailCatcher extends AsyncDisposable {
  url: string
}

/** Starts an SMTP server that delivers nothing and shows everything. */
export async function startMailCatcher(options: MailCatcherOptions): Promise<MailCatcher> {
  const { host, port, smtpPort, logger } = options
  await using opened = new AsyncDisposableStack()
  const messages = await openMessages(options.directory)
  opened.use(await startSmtp({ host, port: smtpPort, logger }, messages))
  const { url } = opened.use(await startMailApi({ host, port }, messages))
  logger.info({ url, smtpPort, kept: messages.list().length }, 'listening')
  const owned = opened.move()
  return { url, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}
