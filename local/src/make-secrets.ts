import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto'

/** What the services of one stack share and nobody else may know, by the variables that they read. */
export type Secrets = ReturnType<typeof makeSecrets>

export const makeSecrets = () => ({
  GATEWAY_PRIVATE_KEY: makePrivateKey(),
  CHAT_PRIVATE_KEY: makePrivateKey(),
  WEB_CLIENT_SECRET: randomBytes(48).toString('base64url'),
  CODE_PEPPER: randomBytes(48).toString('base64url'),
  MAIL_CODE_KEY: randomBytes(32).toString('base64'),
  ACCESS_TOKEN_PRIVATE_KEY: makePrivateKey(),
  S3_ACCESS_KEY_ID: randomBytes(10).toString('hex'),
  S3_SECRET_ACCESS_KEY: randomBytes(30).toString('base64url'),
})

/** By what the services that verify know those that sign, as variables. */
export const publicKeysOf = ({ GATEWAY_PRIVATE_KEY, CHAT_PRIVATE_KEY }: Secrets) => ({
  GATEWAY_PUBLIC_KEYS: publicKeyOf(GATEWAY_PRIVATE_KEY),
  CHAT_PUBLIC_KEYS: publicKeyOf(CHAT_PRIVATE_KEY),
})

function makePrivateKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return onOneLine(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
}

function publicKeyOf(privateKey: string): string {
  const key = createPublicKey(privateKey.replaceAll('\\n', '\n'))
  return onOneLine(key.export({ type: 'spki', format: 'pem' }).toString())
}

const onOneLine = (pem: string): string => pem.trim().replaceAll('\n', '\\n')
