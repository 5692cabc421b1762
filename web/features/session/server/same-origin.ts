/**
 * Whether a request comes from a page of this very site. Browsers state it in Sec-Fetch-Site, older ones in Origin;
 * a request with neither is not from a page that we serve and is refused too.
 */
export function isSameOrigin(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site')
  if (site) return site === 'same-origin'
  const origin = headers.get('origin')
  const host = headers.get('x-forwarded-host') ?? headers.get('host')
  return origin !== null && URL.canParse(origin) && new URL(origin).host === host
}
