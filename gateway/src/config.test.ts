import { exampleEnv } from '@colloquy/platform/testing/env-example'
import { createKeyPair } from '@colloquy/platform/testing/key-pair'
import { expect, test } from 'vitest'
import { readGatewayConfig } from './config.ts'
import { defaultLimits } from './limits.ts'

const env = {
  REDIS_URL: 'redis://127.0.0.1:6479',
  USERS_URL: 'http://127.0.0.1:4001/graphql',
  CHAT_URL: 'http://127.0.0.1:4002/graphql',
  JWKS_URL: 'http://127.0.0.1:4001/.well-known/jwks.json',
  GATEWAY_PRIVATE_KEY: createKeyPair().privatePem,
}

test('what is not given has a default', () => {
  expect(readGatewayConfig(env)).toMatchObject({
    port: 4000,
    accessTokenIssuer: 'colloquy',
    allowedOrigins: [],
    trustedProxyHops: 0,
    trustedDocuments: { paths: [], only: false },
    limits: defaultLimits,
  })
})

test('the defaults are those of .env.example', () => {
  expect(readGatewayConfig({ ...exampleEnv(), ...env })).toEqual(readGatewayConfig(env))
})

test('limits that an operator sets go before the defaults', () => {
  expect(readGatewayConfig({ ...env, SOCKETS_PER_USER: '7' }).limits).toEqual({ ...defaultLimits, socketsPerUser: 7 })
})

test('a burst takes an operation of the highest cost', () => {
  const read = () => readGatewayConfig({ ...env, OPERATION_COST: '200', COST_BURST: '100' })
  expect(read).toThrow(/COST_BURST: is less than OPERATION_COST/)
})

test('trusted documents are files, and nothing else may run only where there are some', () => {
  const lists = { TRUSTED_DOCUMENTS: 'web.json, bot.json', TRUSTED_DOCUMENTS_ONLY: 'true' }
  expect(readGatewayConfig({ ...env, ...lists }).trustedDocuments).toEqual({
    paths: ['web.json', 'bot.json'],
    only: true,
  })
  const read = () => readGatewayConfig({ ...env, TRUSTED_DOCUMENTS_ONLY: 'true' })
  expect(read).toThrow(/TRUSTED_DOCUMENTS_ONLY: needs TRUSTED_DOCUMENTS/)
})

test('all that is wrong is said at once', () => {
  const read = () => readGatewayConfig({ ...env, USERS_URL: undefined, CHAT_URL: 'nonsense', TRUSTED_PROXY_HOPS: '-1' })
  expect(read).toThrow(/USERS_URL[^]*CHAT_URL[^]*TRUSTED_PROXY_HOPS/)
})
