import { generateKeyPairSync } from 'node:crypto'
import type { KeyObject } from 'node:crypto'

export interface KeyPair {
  privateKey: KeyObject
  publicKey: KeyObject
  /** As a variable has it. */
  privatePem: string
  publicPem: string
}

/** A new P-256 pair, for the tests of services that sign or verify. */
export function createKeyPair(): KeyPair {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { privateKey, publicKey, privatePem: pemOf(privateKey), publicPem: pemOf(publicKey) }
}

export const pemOf = (key: KeyObject): string =>
  key.export({ type: key.type === 'private' ? 'pkcs8' : 'spki', format: 'pem' }).toString()
