import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { privateKeyPem, publicJwk, publicKeysPem } from './signing-keys.ts'

const pair = (namedCurve = 'P-256') => generateKeyPairSync('ec', { namedCurve })
const privatePem = ({ privateKey }: ReturnType<typeof pair>) =>
  privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const publicPem = ({ publicKey }: ReturnType<typeof pair>) =>
  publicKey.export({ type: 'spki', format: 'pem' }).toString()

test('a private key may have its line breaks written out, and has the name of its public part', () => {
  const keys = pair()
  const { kid } = publicJwk(keys.publicKey)
  for (const pem of [privatePem(keys), privatePem(keys).replaceAll('\n', '\\n')]) {
    expect(publicJwk(privateKeyPem().parse(pem))).toMatchObject({ kid, alg: 'ES256' })
  }
})

test('a set has one or two public keys', () => {
  const [first, second, third] = [pair(), pair(), pair()].map(publicPem)
  expect(publicKeysPem().parse(first)).toHaveLength(1)
  expect(publicKeysPem().parse(`${first}${second}`.replaceAll('\n', '\\n'))).toHaveLength(2)
  expect(publicKeysPem().safeParse(`${first}${second}${third}`).success).toBe(false)
})

test('another kind of key is refused, and not quoted', () => {
  for (const parsed of [
    privateKeyPem().safeParse(privatePem(pair('P-384'))),
    privateKeyPem().safeParse('a secret'),
    publicKeysPem().safeParse(publicPem(pair('P-384'))),
    publicKeysPem().safeParse(privatePem(pair())),
  ]) {
    expect(parsed.error?.issues.map(({ message }) => message)).toEqual([expect.stringMatching(/^must be .* in PEM$/)])
  }
})
