import { defaultLimits as federationLimits } from '@colloquy/federation'
import type { FederationLimits } from '@colloquy/federation'

/** What bounds one client beside the limits of the federation, which hold for every supergraph. */
interface OwnLimits {
  costPerSecond: number
  costBurst: number
  refusedTokensPerSecond: number
  refusedTokensBurst: number
  requestsPerAddress: number
  socketsPerUser: number
  socketsPerAddress: number
  anonymousSocketsPerAddress: number
}

export interface Limits extends FederationLimits, OwnLimits {}

/**
 * What bounds one client of the gateway, beside the numbers of `federation/src/transports/limits.ts`. Those with a variable can
 * be set by whoever operates it; so can, of the federation's, OPERATION_TIMEOUT_MS, OPERATION_COST, SOCKET_MESSAGES_PER_MINUTE and
 * SOCKET_BUFFER_BYTES.
 *
 * | limit                                     | default | environment                   | past it                          |
 * | ----------------------------------------- | ------: | ----------------------------- | -------------------------------- |
 * | cost a second, of a user or an IP         |   5,000 | COST_PER_SECOND               | RATE_LIMITED, over HTTP with 429 |
 * | the same in a burst                       |  50,000 | COST_BURST                    | the same                         |
 * | tokens refused a second, of an address    |       2 | REFUSED_TOKENS_PER_SECOND     | RATE_LIMITED, close 1013         |
 * | the same in a burst                       |     200 | REFUSED_TOKENS_BURST          | the same                         |
 * | HTTP requests under way of an address     |     500 | REQUESTS_PER_ADDRESS          | RATE_LIMITED, with 429           |
 * | sockets of a user                         |      50 | SOCKETS_PER_USER              | close 1013                       |
 * | sockets of an address                     |   5,000 | SOCKETS_PER_ADDRESS           | upgrade refused with 429         |
 * | those among them that nobody signed in on |     200 | ANONYMOUS_SOCKETS_PER_ADDRESS | upgrade refused with 429         |
 *
 * Each gateway counts for itself, so that several allow as many times as much to who uses them all. Addresses are IPv4
 * addresses, or the first 64 bits of IPv6 ones.
 */
export const defaultLimits: Limits = {
  ...federationLimits,
  costPerSecond: 5_000,
  costBurst: 50_000,
  refusedTokensPerSecond: 2,
  refusedTokensBurst: 200,
  requestsPerAddress: 500,
  socketsPerUser: 50,
  socketsPerAddress: 5_000,
  anonymousSocketsPerAddress: 200,
}
