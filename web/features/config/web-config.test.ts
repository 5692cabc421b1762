import { expect, test } from 'vitest'
import { readWebConfig } from './web-config.ts'

const env = { WEB_CLIENT_SECRET: 's'.repeat(32) }

test('fills in the addresses of the local stack', () => {
  expect(readWebConfig(env)).toEqual({
    gatewayUrl: 'http://127.0.0.1:4000/graphql',
    s3Origin: 'http://localhost:9100',
    clientSecret: env.WEB_CLIENT_SECRET,
    trustedProxyHops: 0,
    public: { gatewayUrl: 'http://localhost:4000/graphql', gatewaySocketUrl: 'ws://localhost:4000/graphql' },
  })
})

test('speaks to the socket as securely as to the gateway', () => {
  const config = readWebConfig({ ...env, PUBLIC_GATEWAY_URL: 'https://api.example.org/graphql' })
  expect(config.public.gatewaySocketUrl).toBe('wss://api.example.org/graphql')
})

test('names every variable that is wrong', () => {
  expect(() => readWebConfig({ GATEWAY_URL: 'gateway', PUBLIC_S3_ORIGIN: 'ftp://files' })).toThrow(
    /GATEWAY_URL[\s\S]*PUBLIC_S3_ORIGIN[\s\S]*WEB_CLIENT_SECRET/,
  )
})
