import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { sendJson } from '@colloquy/platform/http-server'
import { emailAddress } from '@colloquy/schema/email-address'
import type { Message, Messages } from './messages.ts'

/** The page loads nothing from elsewhere, and runs its own script only. */
const PAGE_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'"
/** A mail's HTML may look as it likes, but neither run nor load anything. */
const MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups"

const PAGE_FILES: Record<string, { file: string; type: string }> = {
  '/': { file: 'index.html', type: 'text/html' },
  '/page.js': { file: 'page.js', type: 'text/javascript' },
  '/page.css': { file: 'page.css', type: 'text/css' },
}

export interface MailApi extends AsyncDisposable {
  url: string
}

/** Serves caught mail as JSON under /messages, and a page that shows it. */
export async function startMailApi(
  { host, port }: { host: string; port: number },
  messages: Messages,
): Promise<MailApi> {
  const server = createServer((request, response) => {
    response.setHeader('x-content-type-options', 'nosniff')
    response.setHeader('cache-control', 'no-store')
    answer(request, response, messages).catch((error: unknown) => {
      sendJson(response, 500, { error: error instanceof Error ? error.message : String(error) })
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not listening on a TCP port')
  return {
    url: `http://${host}:${address.port}`,
    [Symbol.asyncDispose]: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
    },
  }
}

async function answer(request: IncomingMessage, response: ServerResponse, messages: Messages): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
  const page = PAGE_FILES[pathname]
  if (page) return sendPage(response, page)
  if (pathname.startsWith('/health/')) return sendJson(response, 200, { status: 'ready', failed: {} })
  const [, collection, id, part] = pathname.split('/')
  if (collection !== 'messages') return sendJson(response, 404, { error: 'not found' })
  if (id === undefined) {
    if (request.method !== 'DELETE') return sendJson(response, 200, select(messages.list(), searchParams.get('to')))
    await messages.clear()
    return sendJson(response, 200, { deleted: true })
  }
  const message = messages.find(id)
  if (!message) return sendJson(response, 404, { error: 'no such message' })
  if (part === 'html') return sendMail(response, message)
  sendJson(response, 200, message)
}

/** `?to=` leaves only what one address got, however it is spelled. */
const select = (list: Message[], to: string | null): Message[] =>
  to === null ? list : list.filter((message) => message.to.some((address) => spelled(address) === spelled(to)))

const spelled = (address: string): string => emailAddress.safeParse(address).data ?? address.toLowerCase()

async function sendPage(response: ServerResponse, { file, type }: { file: string; type: string }): Promise<void> {
  const content = await readFile(new URL(`page/${file}`, import.meta.url))
  response.writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'content-security-policy': PAGE_POLICY })
  response.end(content)
}

function sendMail(response: ServerResponse, { html }: Message): void {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': MAIL_POLICY })
  response.end(html)
}
