import { z } from 'zod'

const httpUrl = z.url({ protocol: /^https?$/ })

const environment = z.object({
  GATEWAY_URL: httpUrl.default('http://127.0.0.1:4000/graphql'),
  PUBLIC_GATEWAY_URL: httpUrl.default('http://localhost:4000/graphql'),
  PUBLIC_S3_ORIGIN: httpUrl.default('http://localhost:9100'),
  WEB_CLIENT_SECRET: z.string('is not set').min(32, 'must have at least 32 characters'),
  WEB_TRUSTED_PROXY_HOPS: z.coerce.number().int().min(0).default(0),
})

/** What the page needs to know of the system, told to it with each rendering, so that one build runs anywhere. */
export interface PublicConfig {
  /** Queries and mutations, over HTTP. */
  gatewayUrl: string
  /** Subscriptions, over WebSocket: the same address with another scheme. */
  gatewaySocketUrl: string
}

export interface WebConfig {
  /** Where this server reaches the gateway; the page may have to go another way. */
  gatewayUrl: string
  /** Signs, for the gateway, whose requests this server passes on. */
  clientSecret: string
  /** How many proxies in front of this server append to X-Forwarded-For; 0: the peer is the browser. */
  trustedProxyHops: number
  /** Where the browser puts and gets files. */
  s3Origin: string
  public: PublicConfig
}

/** Reads the configuration, filling in defaults; throws one error that names every variable that is wrong. */
export function readWebConfig(env: Record<string, string | undefined>): WebConfig {
  const parsed = environment.safeParse(env)
  if (!parsed.success) throw new Error(`The web app's configuration is wrong.\n${z.prettifyError(parsed.error)}`)
  const { GATEWAY_URL, PUBLIC_GATEWAY_URL, PUBLIC_S3_ORIGIN, WEB_CLIENT_SECRET, WEB_TRUSTED_PROXY_HOPS } = parsed.data
  return {
    gatewayUrl: GATEWAY_URL,
    clientSecret: WEB_CLIENT_SECRET,
    trustedProxyHops: WEB_TRUSTED_PROXY_HOPS,
    s3Origin: new URL(PUBLIC_S3_ORIGIN).origin,
    public: { gatewayUrl: PUBLIC_GATEWAY_URL, gatewaySocketUrl: PUBLIC_GATEWAY_URL.replace(/^http/, 'ws') },
  }
}
