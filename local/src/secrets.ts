import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const secretsFile = z.object({
  identitySecret: z.string(),
  codePepper: z.string(),
  mailCodeKey: z.string(),
  accessTokenPrivateKey: z.string(),
  s3AccessKeyId: z.string(),
  s3SecretAccessKey: z.string(),
})

/** What the services of one stack share and nobody else may know. */
export type Secrets = z.infer<typeof secretsFile>

/** The secrets of a data folder: made once, kept in its secrets.json, which only its owner can read. */
export async function loadSecrets(dataDirectory: string): Promise<Secrets> {
  const path = join(dataDirectory, 'secrets.json')
  const kept = secretsFile.partial().parse(JSON.parse(await readIfThere(path)))
  const secrets = { ...makeSecrets(), ...kept }
  await mkdir(dataDirectory, { recursive: true })
  await writeFile(`${path}.part`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
  await rename(`${path}.part`, path)
  return secrets
}

function makeSecrets(): Secrets {
  const { privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  return {
    identitySecret: randomBytes(48).toString('base64url'),
    codePepper: randomBytes(48).toString('base64url'),
    mailCodeKey: randomBytes(32).toString('base64'),
    accessTokenPrivateKey: privateKey,
    s3AccessKeyId: `colloquy-${randomBytes(6).toString('hex')}`,
    s3SecretAccessKey: randomBytes(30).toString('base64url'),
  }
}

async function readIfThere(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '{}'
    throw error
  }
}
