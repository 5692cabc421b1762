import { generateKeyPairSync, randomBytes } from 'node:crypto'

/** What the services of one stack share and nobody else may know, by the variables that they read. */
export type Secrets = ReturnType<typeof makeSecrets>

export function makeSecrets() {
  const { privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  return {
    IDENTITY_SECRET: randomBytes(48).toString('base64url'),
    CODE_PEPPER: randomBytes(48).toString('base64url'),
    MAIL_CODE_KEY: randomBytes(32).toString('base64'),
    ACCESS_TOKEN_PRIVATE_KEY: privateKey.trim().replaceAll('\n', '\\n'),
    S3_ACCESS_KEY_ID: randomBytes(10).toString('hex'),
    S3_SECRET_ACCESS_KEY: randomBytes(30).toString('base64url'),
  }
}
