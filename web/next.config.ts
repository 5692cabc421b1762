import { join } from 'node:path'
import type { NextConfig } from 'next'

const securityHeaders = [
  { key: 'Strict-Transport-Security', value: 'max-age=31536000; includeSubDomains' },
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=(), browsing-topics=()' },
]

const NOT_FRAMED = { key: 'Content-Security-Policy', value: "frame-ancestors 'none'" }

const config: NextConfig = {
  poweredByHeader: false,
  // For images: a server with the packages that it uses, and no others. `next start` does not run it.
  output: process.env['NEXT_OUTPUT'] === 'standalone' ? 'standalone' : undefined,
  outputFileTracingRoot: join(import.meta.dirname, '..'),
  transpilePackages: ['@colloquy/schema'],
  // What Next holds of a body for as long as it comes, to show it to proxy.ts and the page both:
  // MAX_BODY_BYTES, which a configuration cannot import; 10 MB if nobody says less.
  experimental: { proxyClientMaxBodySize: 16 * 1024 },
  // TypeScript 7 has no JavaScript API for Next to call: `tsc -p web` checks the types instead.
  typescript: { ignoreBuildErrors: true },
  headers: async () => [
    { source: '/:path*', headers: securityHeaders },
    // Pages get a policy of their own, by proxy.ts.
    { source: '/:not_a_page(api|health|_next)/:path*', headers: [NOT_FRAMED] },
  ],
}

export default config
