import { createPublicKey, randomUUID } from 'node:crypto'
import { createAssertions } from '@colloquy/platform/assertions'
import { createKeyPair } from '@colloquy/platform/testing/key-pair'
import type { KeyPair } from '@colloquy/platform/testing/key-pair'
import { policiesRoute } from '@colloquy/schema/people'
import jwt from 'jsonwebtoken'
import { expect, inject, test } from 'vitest'
import { z } from 'zod'
import { startUsersUnderTest } from './users-under-test.ts'

/** The steps of "Changing keys" in SECURITY.md: each starts the service anew with other variables, on the same data. */
const [older, newer] = [createKeyPair(), createKeyPair()]
const BOTH = older.publicPem + newer.publicPem
const database = new URL(`/users-${randomUUID()}`, inject('infrastructure').mongodbUrl).href
const start = (variables: Record<string, string>) => startUsersUnderTest({ MONGODB_URL: database, ...variables })

/** How a request is answered that is signed with a key as a service's own. */
async function statusOf(url: string, issuer: 'gateway' | 'chat', { privateKey }: KeyPair): Promise<number> {
  const headersFor = createAssertions({ issuer, privateKey })
  const response = await fetch(url + policiesRoute.path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headersFor({ kind: 'service', name: issuer }, 'users') },
    body: JSON.stringify({ userIds: [] }),
  })
  await response.body?.cancel()
  return response.status
}

test.each([
  ['gateway', 'GATEWAY_PUBLIC_KEYS'],
  ['chat', 'CHAT_PUBLIC_KEYS'],
] as const)(
  'while the key of %s changes no assertion is refused, and then the older ones are',
  async (issuer, variable) => {
    const steps = [
      [older.publicPem, [200, 401]],
      [BOTH, [200, 200]],
      [newer.publicPem, [401, 200]],
    ] as const
    for (const [keys, statuses] of steps) {
      await using users = await start({ [variable]: keys })
      expect([await statusOf(users.url, issuer, older), await statusOf(users.url, issuer, newer)]).toEqual(statuses)
    }
  },
)

const jwks = z.object({ keys: z.array(z.looseObject({ kid: z.string() })) })

/** Whether a gateway that fetches the keys now takes an access token. */
async function isTaken(url: string, accessToken: string): Promise<boolean> {
  const { keys } = jwks.parse(await (await fetch(`${url}/.well-known/jwks.json`)).json())
  const kid = jwt.decode(accessToken, { complete: true })?.header.kid
  const key = keys.find((one) => one.kid === kid)
  if (!key) return false
  jwt.verify(accessToken, createPublicKey({ key, format: 'jwk' }), { algorithms: ['ES256'] })
  return true
}

test('while the key of access tokens changes those of either are taken, and sessions go on', async () => {
  const before = await start({
    ACCESS_TOKEN_PRIVATE_KEY: older.privatePem,
    ACCESS_TOKEN_OTHER_PUBLIC_KEYS: newer.publicPem,
  })
  const first = await before.signIn()
  expect(await isTaken(before.url, first.accessToken)).toBe(true)
  await before[Symbol.asyncDispose]()

  const during = await start({
    ACCESS_TOKEN_PRIVATE_KEY: newer.privatePem,
    ACCESS_TOKEN_OTHER_PUBLIC_KEYS: older.publicPem,
  })
  const { session: second } = await during.refresh(first.refreshToken)
  expect(await isTaken(during.url, first.accessToken)).toBe(true)
  expect(await isTaken(during.url, second?.accessToken ?? '')).toBe(true)
  await during[Symbol.asyncDispose]()

  await using after = await start({ ACCESS_TOKEN_PRIVATE_KEY: newer.privatePem })
  expect(await isTaken(after.url, first.accessToken)).toBe(false)
  expect(await isTaken(after.url, second?.accessToken ?? '')).toBe(true)
  const { session: third } = await after.refresh(second?.refreshToken ?? '')
  expect(third?.user.id).toBe(first.user.id)
})
