import type { IncomingMessage } from 'node:http'

/** The types of a body that a page can send anywhere without asking before (the Fetch standard's safelist). */
const SAFELISTED: ReadonlySet<string | undefined> = new Set([
  undefined,
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'text/plain',
])
/** Each makes a browser ask before it sends, and pages of other origins are told no. */
const MEANT = ['authorization', 'apollo-require-preflight', 'x-apollo-operation-name'] as const

/** Whether a page of any origin could have made a browser send the request, without a preflight (CSRF). */
export function isWithoutPreflight(request: IncomingMessage): boolean {
  return SAFELISTED.has(contentType(request)) && !MEANT.some((name) => request.headers[name])
}

/** The type of a request's body without its parameters, in small letters. */
export function contentType({ headers }: IncomingMessage): string | undefined {
  return headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase()
}
