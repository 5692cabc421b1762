import type { IncomingMessage, ServerResponse } from 'node:http'
import { BodyTooLargeError, readBody, sendJson } from '@colloquy/platform/http-server'

/**
 * The body of a request. JSON is parsed; a POST of any other type has none, and is refused later for lack of it.
 * @returns undefined when the body cannot be used, with the response already sent
 */
export async function readRequestBody(
  request: IncomingMessage,
  response: ServerResponse,
  maxBytes: number,
): Promise<{ json?: unknown } | undefined> {
  if (request.method !== 'POST') return {}
  const refuse = (status: number, message: string) => {
    // What is left of the body is not read, so the connection cannot be used again.
    response.setHeader('connection', 'close')
    sendJson(response, status, { errors: [{ message, extensions: { code: 'BAD_REQUEST' } }] })
    return undefined
  }
  const [type] = (request.headers['content-type'] ?? '').split(';', 1)
  if (type?.trim().toLowerCase() !== 'application/json') return {}
  if (Number(request.headers['content-length']) > maxBytes) return refuse(413, tooLarge(maxBytes))
  try {
    return { json: JSON.parse(await readBody(request, maxBytes)) }
  } catch (error) {
    if (error instanceof BodyTooLargeError) return refuse(413, tooLarge(maxBytes))
    if (error instanceof SyntaxError) return refuse(400, 'The body is not JSON.')
    throw error
  }
}

const tooLarge = (maxBytes: number) => `The body is larger than ${maxBytes} bytes.`
