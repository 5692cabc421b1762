import { networkOf } from '@colloquy/platform/network'
import type { Limits } from '../limits.ts'

/** What one socket counts for among those of its address. */
export interface Place {
  /** Somebody has signed in on it, so that it counts as theirs. */
  signedIn: () => void
  /** It has closed. Calling it again does nothing. */
  leave: () => void
}

export interface AddressSockets {
  /** Takes a place for a socket of nobody yet; null when the address has as many as it may. */
  enter: (ip: string) => Place | null
}

/** Counts the sockets of each network in this process, and those apart on which nobody is signed in. */
export function createAddressSockets({
  socketsPerAddress,
  anonymousSocketsPerAddress,
}: Pick<Limits, 'socketsPerAddress' | 'anonymousSocketsPerAddress'>): AddressSockets {
  const networks = new Map<string, { all: number; anonymous: number }>()
  return {
    enter(ip) {
      const network = networkOf(ip)
      const counts = networks.get(network) ?? { all: 0, anonymous: 0 }
      if (counts.all >= socketsPerAddress || counts.anonymous >= anonymousSocketsPerAddress) return null
      networks.set(network, counts)
      counts.all += 1
      counts.anonymous += 1
      let state: 'anonymous' | 'signed in' | 'left' = 'anonymous'
      return {
        signedIn() {
          if (state !== 'anonymous') return
          state = 'signed in'
          counts.anonymous -= 1
        },
        leave() {
          if (state === 'left') return
          if (state === 'anonymous') counts.anonymous -= 1
          state = 'left'
          counts.all -= 1
          if (counts.all === 0) networks.delete(network)
        },
      }
    },
  }
}
