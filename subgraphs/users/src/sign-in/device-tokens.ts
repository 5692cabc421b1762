import { createSecretKey, randomUUID } from 'node:crypto'
import { DEVICE_TOKEN_TTL_MS } from '@colloquy/schema/rules'
import jwt from 'jsonwebtoken'
import { z } from 'zod'

/** A device, and the accounts that were signed in to on it: as tags, the last one first. */
export interface Device {
  id: string
  accounts: string[]
}

export interface DeviceTokens {
  /** The device that a token names; null when it is forged or has expired. */
  read: (token: string | null | undefined) => Device | null
  /** A token of a device, or of a new one, from which an account has just been signed in to. */
  issue: (device: Device | null, account: string) => string
}

/** A device forgets the account that was signed in to the longest time ago. */
const MAX_ACCOUNTS = 8
const AUDIENCE = 'colloquy-device'

const claimsSchema = z.object({ sub: z.uuid(), accounts: z.array(z.string()) })

/** Device tokens: JWTs (HS256) that users alone reads. */
export function createDeviceTokens(key: Buffer): DeviceTokens {
  const secret = createSecretKey(key)
  return {
    read(token) {
      if (!token) return null
      try {
        const claims = claimsSchema.parse(jwt.verify(token, secret, { algorithms: ['HS256'], audience: AUDIENCE }))
        return { id: claims.sub, accounts: claims.accounts }
      } catch {
        return null
      }
    },
    issue(device, account) {
      const accounts = [account, ...(device?.accounts ?? []).filter((other) => other !== account)]
      return jwt.sign({ accounts: accounts.slice(0, MAX_ACCOUNTS) }, secret, {
        algorithm: 'HS256',
        audience: AUDIENCE,
        subject: device?.id ?? randomUUID(),
        expiresIn: DEVICE_TOKEN_TTL_MS / 1_000,
      })
    },
  }
}
