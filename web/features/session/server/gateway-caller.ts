import { CLIENT_HEADER, clientIp, signClient } from '@colloquy/schema/client-address'
import type { WebConfig } from '../../config/web-config.ts'
import { PEER_HEADER } from './peer-address.ts'

export interface GatewayCaller {
  url: string
  /** The browser's own headers that the gateway should judge the request by. */
  headers: Record<string, string>
}

/** Who really asks: the gateway limits by address and lists sessions by browser. */
export function callerOf({ headers }: Request, config: WebConfig): GatewayCaller {
  const forwarded = ['user-agent', 'authorization'].flatMap((name) => {
    const value = headers.get(name)
    return value ? [[name, value]] : []
  })
  const peer = headers.get(PEER_HEADER)
  if (peer === null) throw new Error('The peer of a request is not known.')
  const { trustedProxyHops, clientSecret } = config
  const ip = clientIp({ forwardedFor: headers.get('x-forwarded-for'), peer, trustedProxyHops })
  return {
    url: config.gatewayUrl,
    headers: { ...Object.fromEntries(forwarded), [CLIENT_HEADER]: signClient(ip, clientSecret) },
  }
}
