/** The sign-in page, which leads on to where somebody wanted to go. */
export function signInPath(wanted: string): string {
  return wanted === '/' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(wanted)}`
}

/** Where to go after signing in: an address of this site, whatever the link that led here says. */
export function afterSignIn(wanted: string | null | undefined): string {
  const base = 'http://this.site'
  if (!wanted?.startsWith('/') || !URL.canParse(wanted, base)) return '/'
  const { origin, pathname, search } = new URL(wanted, base)
  return origin === base ? pathname + search : '/'
}
