import { createHmac, hkdfSync } from 'node:crypto'

const KEY_BYTES = 32
/** As many as make a name that nobody can hit upon by chance. */
const TAG_BYTES = 16

export type SignInKeys = ReturnType<typeof deriveKeys>

/** What sign-in derives from its one secret, which Redis does not hold: a key for each purpose, of no use for another. */
export function deriveKeys(pepper: string) {
  const keyFor = (purpose: string) =>
    Buffer.from(hkdfSync('sha256', pepper, '', `colloquy sign-in ${purpose}`, KEY_BYTES))
  const [accounts, codes] = [keyFor('accounts'), keyFor('codes')]
  return {
    /** Seals what Redis keeps of a request. */
    requests: keyFor('requests'),
    /** Signs device tokens. */
    devices: keyFor('devices'),
    /** What stands for an address in Redis and in device tokens: 16 bytes in base64url. */
    accountOf: (email: string): string =>
      createHmac('sha256', accounts).update(email).digest().subarray(0, TAG_BYTES).toString('base64url'),
    /** What is stored in the place of a code. A million codes are soon tried against a plain hash; this takes the key. */
    codeMac: (requestId: string, code: string): string =>
      createHmac('sha256', codes).update(`${requestId}\n${code}`).digest('base64url'),
  }
}
