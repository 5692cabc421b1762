import type { IncomingMessage } from 'node:http'
import type { FederationOptions, Refusal } from '@colloquy/federation'
import type { Identity } from '@colloquy/platform/identity'
import type { SecurityLog } from '@colloquy/platform/security-log'
import { unauthenticated } from '@colloquy/platform/errors'
import { z } from 'zod'
import { clientAddress, connectionAddress } from '../identity/client-address.ts'
import type { AddressOptions } from '../identity/client-address.ts'
import { logLimitReached } from '../identity/identify.ts'
import type { Identify } from '../identity/identify.ts'
import type { Limits } from '../limits.ts'
import { createAddressRequests } from './address-requests.ts'
import { createAddressSockets } from './address-sockets.ts'
import type { Place } from './address-sockets.ts'
import type { Doorkeeper } from './doorkeeper.ts'

const TOO_MANY_REQUESTS: Refusal = {
  status: 429,
  message: 'Too many requests of this address are under way. Try again in 1 second.',
  retryAfter: 1,
}
const TOO_MANY_SOCKETS: Refusal = {
  status: 429,
  message: 'Too many sockets of this address. Try again in 10 seconds.',
  retryAfter: 10,
}

const connectionParams = z.object({ authorization: z.string().optional(), Authorization: z.string().optional() })

/** Who calls, and whether there is room for them. */
export type Callers = Required<Pick<FederationOptions<Identity>, 'viewerOf' | 'onRequest' | 'onUpgrade' | 'onLimit'>>

export interface CallersOptions extends AddressOptions {
  identify: Identify
  /** Known only once the federation is there, which has presence mounted. */
  doorkeeper: () => Doorkeeper
  limits: Limits
  securityLog: SecurityLog
}

/** Tells who calls by access tokens, and counts requests and sockets by address. */
export function createCallers(options: CallersOptions): Callers {
  const { identify, doorkeeper, limits, securityLog } = options
  const requests = createAddressRequests(limits.requestsPerAddress)
  const sockets = createAddressSockets(limits)
  const places = new WeakMap<IncomingMessage, Place>()
  const addresses = new WeakMap<IncomingMessage, ReturnType<typeof clientAddress>>()
  const addressOfSocket = (request: IncomingMessage) => connectionAddress(request, options.trustedProxyHops)

  return {
    async viewerOf({ request, connection }) {
      if (connection?.params) {
        const params = connectionParams.safeParse(connection.params)
        if (!params.success) throw unauthenticated('The authorization is not a string.')
        return doorkeeper().admit({
          ...connection,
          authorization: params.data.authorization ?? params.data.Authorization,
          from: addressOfSocket(request),
          signedIn: () => places.get(request)?.signedIn(),
        })
      }
      const { from, refused } = addresses.get(request) ?? clientAddress(request, options)
      if (refused) throw refused
      const { authorization } = request.headers
      if (!connection) return identify(authorization, from)
      return doorkeeper().admit({ ...connection, authorization, from, signedIn: () => undefined })
    },
    onRequest(request, response) {
      const address = clientAddress(request, options)
      addresses.set(request, address)
      const { from } = address
      const leave = requests.enter(from.ip)
      if (leave) response.once('close', leave)
      else securityLog({ type: 'limit-reached', limit: 'requests-of-address' }, from)
      return leave ? null : TOO_MANY_REQUESTS
    },
    onUpgrade(request) {
      const from = addressOfSocket(request)
      const place = sockets.enter(from.ip)
      if (!place) {
        securityLog({ type: 'limit-reached', limit: 'sockets-of-address' }, from)
        return TOO_MANY_SOCKETS
      }
      places.set(request, place)
      request.socket.once('close', place.leave)
      return null
    },
    onLimit(limit, { request, viewer }) {
      if (viewer) logLimitReached(securityLog, limit, viewer)
      else securityLog({ type: 'limit-reached', limit }, addressOfSocket(request))
    },
  }
}
