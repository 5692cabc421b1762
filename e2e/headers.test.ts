import { expect, inject, test } from 'vitest'

const { webUrl } = inject('system')

async function headersOf(path: string, init?: RequestInit): Promise<Headers> {
  const response = await fetch(new URL(path, webUrl), { redirect: 'manual', ...init })
  await response.body?.cancel()
  return response.headers
}

/** A file of the page's scripts. */
async function script(): Promise<string> {
  const page = await (await fetch(new URL('/sign-in', webUrl))).text()
  const [path] = /\/_next\/static\/[^"]+\.js/.exec(page) ?? []
  if (!path) throw new Error('The page has no script.')
  return path
}

test('each answer of the web keeps browsers from framing it, guessing its type, and plain HTTP', async () => {
  const answers = await Promise.all([
    headersOf('/sign-in'),
    headersOf('/'),
    headersOf('/health/live'),
    headersOf('/api/session/refresh', { method: 'POST' }),
    headersOf(await script()),
  ])
  for (const headers of answers) {
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('strict-origin-when-cross-origin')
    expect(headers.get('x-frame-options')).toBe('DENY')
  }
  for (const path of ['/sign-in', '/health/live', '/api/session/refresh', await script()])
    expect((await headersOf(path)).get('content-security-policy')).toContain("frame-ancestors 'none'")
})

test('a page runs the scripts of its own nonce alone, and each answer has another', async () => {
  const policies = await Promise.all(
    ['/sign-in', '/sign-in'].map(async (path) => (await headersOf(path)).get('content-security-policy')),
  )
  const nonces = policies.map((policy) => /'nonce-([^']+)'/.exec(policy ?? '')?.[1])
  expect(nonces[0]).toMatch(/^[\w+/]{22}==$/)
  expect(nonces[0]).not.toBe(nonces[1])
  expect(policies[0]).not.toContain('unsafe-eval')
  expect(policies[0]).toContain("object-src 'none'; base-uri 'none'")
})
