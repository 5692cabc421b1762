import type { WebConfig } from './web-config.ts'

interface PolicyOptions {
  config: WebConfig
  nonce: string
  development: boolean
}

/**
 * What the page may load and whom it may talk to: this server, the gateway, and the bucket's host. Styles may be inline,
 * since React, Radix and Monaco set them so; scripts only with the nonce of the response they came in.
 */
export function contentSecurityPolicy({ config, nonce, development }: PolicyOptions): string {
  const gateway = [config.public.gatewayUrl, config.public.gatewaySocketUrl].map((url) => new URL(url).origin)
  const directives: Record<string, string[]> = {
    'default-src': ["'self'"],
    // React's development build evaluates code to show server stacks.
    'script-src': ["'self'", `'nonce-${nonce}'`, "'strict-dynamic'", ...(development ? ["'unsafe-eval'"] : [])],
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'blob:', 'data:', config.s3Origin],
    'font-src': ["'self'", 'data:'],
    'connect-src': ["'self'", ...gateway, config.s3Origin],
    'worker-src': ["'self'", 'blob:'],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
  }
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ')
}
