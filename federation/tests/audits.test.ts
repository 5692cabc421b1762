import { createServer } from 'node:http'
import { ApolloServer } from '@apollo/server'
import { startStandaloneServer } from '@apollo/server/standalone'
import { auditServer } from 'graphql-http'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { listen } from './listen.ts'
import { startSystem } from './system.ts'
import type { System } from './system.ts'
import { anonymous } from './viewers.ts'

/** The audits of GraphQL over HTTP, on both ways in which a federation is served. */

const stack = new AsyncDisposableStack()
let system: System
beforeAll(async () => {
  system = stack.use(await startSystem())
})
afterAll(() => stack.disposeAsync())

const failing = async (url: string) => {
  const results = await auditServer({
    url,
    // A GET without a preflight is what CSRF prevention refuses, so the audits' requests say that they mean it.
    fetchFn(address: string, init: RequestInit = {}) {
      const headers = new Headers(init.headers)
      headers.set('apollo-require-preflight', 'true')
      return fetch(address, { ...init, headers })
    },
  })
  expect(results.length).toBeGreaterThan(50)
  return results.filter(({ status }) => status === 'error').map(({ id, name }) => `${id} ${name}`)
}

it('its own handler fails none', async () => {
  const server = createServer(system.federation.handler)
  stack.defer(() => void server.close())
  expect(await failing(await listen(server))).toEqual([])
})

it('an Apollo Server that it is the gateway of fails none', async () => {
  const apollo = new ApolloServer({ gateway: system.federation.gatewayInterface })
  stack.defer(() => apollo.stop())
  const { url } = await startStandaloneServer(apollo, {
    listen: { port: 0, host: '127.0.0.1' },
    context: async () => ({ viewer: anonymous }),
  })
  expect(await failing(url)).toEqual([])
})
