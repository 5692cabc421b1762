/** A cookie for this site's own routes alone: no script reads it, and no other site has it sent. */
export interface SiteCookie {
  name: string
  value: string
  httpOnly: true
  sameSite: 'lax'
  secure: boolean
  path: '/'
  maxAge: number
}

/**
 * The name of the cookie that keeps a token. Over https the __Host- prefix ties it to this very host; over plain http the
 * port is in the name, because browsers share a host's cookies among its ports and two local stacks would take each
 * other's.
 */
export function siteCookieName(headers: Headers, token: 'refresh' | 'device'): string {
  if (isHttps(headers)) return `__Host-colloquy_${token}`
  const port = headers.get('host')?.match(/:(\d+)$/)?.[1]
  return port ? `colloquy_${token}_${port}` : `colloquy_${token}`
}

/** The cookie to set; an empty value takes it away. */
export function siteCookie(
  headers: Headers,
  token: 'refresh' | 'device',
  { value, maxAgeSeconds }: { value: string; maxAgeSeconds: number },
): SiteCookie {
  return {
    name: siteCookieName(headers, token),
    value,
    httpOnly: true,
    sameSite: 'lax',
    secure: isHttps(headers),
    path: '/',
    maxAge: value ? maxAgeSeconds : 0,
  }
}

function isHttps(headers: Headers): boolean {
  return headers.get('x-forwarded-proto')?.split(',')[0]?.trim() === 'https'
}
