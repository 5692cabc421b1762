/** As long as a session can last; users ends it earlier when unused, this only keeps the browser from holding it for ever. */
const MAX_AGE_SECONDS = 30 * 24 * 60 * 60

interface Cookie {
  name: string
  value: string
  httpOnly: true
  sameSite: 'lax'
  secure: boolean
  path: '/'
  maxAge: number
}

/**
 * The name of the cookie with the refresh token. Over https the __Host- prefix ties it to this very host; over plain
 * http the port is in the name, because browsers share a host's cookies among its ports and two local stacks would
 * take each other's session.
 */
export function refreshCookieName(headers: Headers): string {
  if (isHttps(headers)) return '__Host-colloquy_refresh'
  const port = headers.get('host')?.match(/:(\d+)$/)?.[1]
  return port ? `colloquy_refresh_${port}` : 'colloquy_refresh'
}

/** The cookie to set; an empty value takes it away. */
export function refreshCookie(headers: Headers, refreshToken: string): Cookie {
  return {
    name: refreshCookieName(headers),
    value: refreshToken,
    httpOnly: true,
    sameSite: 'lax',
    secure: isHttps(headers),
    path: '/',
    maxAge: refreshToken ? MAX_AGE_SECONDS : 0,
  }
}

function isHttps(headers: Headers): boolean {
  return headers.get('x-forwarded-proto')?.split(',')[0]?.trim() === 'https'
}
