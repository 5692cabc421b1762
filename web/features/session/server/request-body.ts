/** Of a request's body: more than any form of ours can be. */
export const MAX_BODY_BYTES = 16 * 1024

/** A request's body was larger than allowed. */
export class BodyTooLargeError extends Error {}

/**
 * A request's body as JSON; null when it is none.
 * @throws BodyTooLargeError without reading on
 */
export async function readJson(request: Request): Promise<unknown> {
  if (Number(request.headers.get('content-length')) > MAX_BODY_BYTES) throw new BodyTooLargeError()
  const chunks: Uint8Array[] = []
  let byteSize = 0
  for await (const chunk of request.body ?? []) {
    byteSize += chunk.length
    if (byteSize > MAX_BODY_BYTES) throw new BodyTooLargeError()
    chunks.push(chunk)
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'))
  } catch {
    return null
  }
}
