import type { IncomingMessage, ServerResponse } from 'node:http'
import { contentType } from './csrf.ts'
import { refuseRequest } from './refusal.ts'

/** A request's body was larger than allowed. */
class BodyTooLargeError extends Error {
  override name = 'BodyTooLargeError'
}

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
  if (contentType(request) !== 'application/json') return {}
  try {
    if (Number(request.headers['content-length']) > maxBytes) throw new BodyTooLargeError()
    return { json: JSON.parse(await readBody(request, maxBytes)) }
  } catch (error) {
    if (error instanceof BodyTooLargeError) {
      refuseRequest(response, { status: 413, message: `The body is larger than ${maxBytes} bytes.` })
    } else if (error instanceof SyntaxError) {
      refuseRequest(response, { status: 400, message: 'The body is not JSON.' })
    } else throw error
    return undefined
  }
}

/** @throws BodyTooLargeError past the limit, without reading on */
async function readBody(request: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = []
  let byteSize = 0
  for await (const chunk of request) {
    byteSize += chunk.length
    if (byteSize > maxBytes) throw new BodyTooLargeError()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
