/** The sign-in page, which leads on to where somebody wanted to go. */
export function signInPath(wanted: string): string {
  return wanted === '/' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(wanted)}`
}

/** Any origin: no path that is followed from it may leave it. */
const OWN = 'https://own.invalid'

/** Where to go after signing in: a path of this site, whatever the link that led here says. */
export function afterSignIn(wanted: string | null | undefined): string {
  const target = onOwnOrigin(wanted ?? '')
  if (!wanted?.startsWith('/') || !target) return '/'
  const path = target.pathname + target.search
  // What was resolved once can mean something else when a browser resolves it again: /.//host becomes //host.
  return onOwnOrigin(path)?.href === OWN + path ? path : '/'
}

function onOwnOrigin(address: string): URL | null {
  const url = URL.parse(address, OWN)
  return url?.origin === OWN ? url : null
}
