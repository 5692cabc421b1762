import { createHash, createPrivateKey, createPublicKey } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { z } from 'zod'

/** Most public keys in one set: the one in use, and the one before or after it. */
const MAX_KEYS = 2

/** A public key as a JSON Web Key of a set. `kid` is its thumbprint (RFC 7638). */
export interface PublicJwk {
  kty: string
  crv: string
  x: string
  y: string
  kid: string
  alg: 'ES256'
  use: 'sig'
}

const p256 = z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: z.string(), y: z.string() })

/** The JSON Web Key of a P-256 key; of a private key, the public part. */
export function publicJwk(key: KeyObject): PublicJwk {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key
  const { kty, crv, x, y } = p256.parse(publicKey.export({ format: 'jwk' }))
  // RFC 7638: the hash of these members, in this order.
  const kid = createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url')
  return { kty, crv, x, y, kid, alg: 'ES256', use: 'sig' }
}

/** A variable with a P-256 private key: PEM (PKCS #8), its line breaks as they are or as "\n". */
export const privateKeyPem = () =>
  z.string().transform((pem, context) => {
    const key = attempt(() => createPrivateKey(withLineBreaks(pem)))
    if (key && isP256(key)) return key
    context.addIssue('must be a P-256 private key in PEM')
    return z.NEVER
  })

/**
 * A variable with one or two P-256 public keys: PEM (SPKI), one after the other. While a key is being changed, whoever
 * verifies knows both.
 */
export const publicKeysPem = () =>
  z.string().transform((pems, context) => {
    const blocks = withLineBreaks(pems).match(/-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g) ?? []
    const keys = blocks.flatMap((pem) => attempt(() => createPublicKey(pem)) ?? []).filter(isP256)
    if (keys.length > 0 && keys.length === blocks.length && keys.length <= MAX_KEYS) return keys
    context.addIssue(`must be one or ${MAX_KEYS} P-256 public keys in PEM`)
    return z.NEVER
  })

const isP256 = (key: KeyObject): boolean => key.asymmetricKeyDetails?.namedCurve === 'prime256v1'
const withLineBreaks = (pem: string): string => pem.replaceAll('\\n', '\n')

/** A parser's own words could quote the key, so they go no further. */
function attempt(parse: () => KeyObject): KeyObject | undefined {
  try {
    return parse()
  } catch {
    return undefined
  }
}
