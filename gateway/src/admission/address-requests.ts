import { networkOf } from '@colloquy/platform/network'

export interface AddressRequests {
  /** Counts a request in; null when its address has as many under way as it may. What is returned counts it out, once. */
  enter: (ip: string) => (() => void) | null
}

/** Counts the requests of each network that are under way in this process. */
export function createAddressRequests(requestsPerAddress: number): AddressRequests {
  const underWay = new Map<string, number>()
  return {
    enter(ip) {
      const network = networkOf(ip)
      const count = underWay.get(network) ?? 0
      if (count >= requestsPerAddress) return null
      underWay.set(network, count + 1)
      return () => {
        const left = (underWay.get(network) ?? 1) - 1
        if (left === 0) underWay.delete(network)
        else underWay.set(network, left)
      }
    },
  }
}
