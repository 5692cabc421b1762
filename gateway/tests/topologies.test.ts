import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { CLIENT_HEADER, signClient } from '@colloquy/schema/client-address'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startWorld } from './support/world.ts'
import type { World } from './support/world.ts'

/** Each of them another loopback address, so that it shows whose is counted. */
const [CLIENT, FIRST_PROXY, SECOND_PROXY] = ['127.0.0.2', '127.0.0.3', '127.0.0.4']
const MADE_UP = '203.0.113.1'
const SECRET = 'a web client secret that only tests use'

let stack: AsyncDisposableStack
/** By how many proxies each believes to stand before it. */
let worlds: World[]
beforeAll(async () => {
  stack = new AsyncDisposableStack()
  worlds = await Promise.all(
    [0, 1, 2].map(async (trustedProxyHops) =>
      stack.use(await startWorld({ trustedProxyHops, webClientSecret: SECRET })),
    ),
  )
})
afterAll(() => stack.disposeAsync())

/** What is answered to a request that is sent from an address. */
async function sent(url: string, from: string, headers: OutgoingHttpHeaders, body: string) {
  const outgoing = request(url, { method: 'POST', localAddress: from, headers })
  outgoing.end(body)
  const [response] = await once(outgoing, 'response')
  return response
}

/** Passes a request on, with whom it sees appended to X-Forwarded-For, as nginx does by $proxy_add_x_forwarded_for. */
async function passOn(incoming: IncomingMessage, answer: ServerResponse, { to, from }: { to: string; from: string }) {
  const chunks = await incoming.toArray()
  const seen = [incoming.headers['x-forwarded-for'] ?? [], incoming.socket.remoteAddress ?? ''].flat().join(', ')
  const headers = { ...incoming.headers, 'x-forwarded-for': seen }
  const response = await sent(to, from, headers, Buffer.concat(chunks).toString())
  answer.writeHead(response.statusCode, response.headers)
  response.pipe(answer)
}

async function startProxy(to: string, from: string): Promise<string> {
  const server = stack.adopt(
    createServer((incoming, answer) => void passOn(incoming, answer, { to, from })),
    (one) => void one.close(),
  )
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/graphql`
}

/** By which address a gateway counts somebody who has come to it by so many proxies. */
async function countedAs(world: World, proxies: readonly string[], headers: Record<string, string> = {}) {
  let url = world.url
  for (const proxy of proxies.toReversed()) url = await startProxy(url, proxy)
  const identified = { authorization: `Bearer ${world.token('ada')}`, 'content-type': 'application/json', ...headers }
  const response = await sent(url, CLIENT, identified, JSON.stringify({ query: '{ me { id } }' }))
  response.resume()
  expect(response.statusCode).toBe(200)
  const asked = world.users.askedBy.at(-1)
  return asked?.kind === 'user' ? asked.ip : null
}

const TOPOLOGIES = [
  ['reached directly', []],
  ['behind a proxy, as Compose has a balancer', [FIRST_PROXY]],
  ['behind two', [FIRST_PROXY, SECOND_PROXY]],
] as const

test.each(TOPOLOGIES)('%s, the client is counted, whatever it says of itself', async (_, proxies) => {
  const world = worlds[proxies.length]
  if (!world) throw new Error('no gateway expects so many proxies')
  expect(await countedAs(world, proxies)).toBe(CLIENT)
  expect(await countedAs(world, proxies, { 'x-forwarded-for': MADE_UP })).toBe(CLIENT)
  const more = { 'x-forwarded-for': `${MADE_UP}, ${MADE_UP}`, 'x-real-ip': MADE_UP, forwarded: `for=${MADE_UP}` }
  expect(await countedAs(world, proxies, more)).toBe(CLIENT)
})

test.each(TOPOLOGIES)('%s, the web’s word for a browser is taken', async (_, proxies) => {
  const world = worlds[proxies.length]
  if (!world) throw new Error('no gateway expects so many proxies')
  const headers = { [CLIENT_HEADER]: signClient('2001:db8::7', SECRET), 'x-forwarded-for': MADE_UP }
  expect(await countedAs(world, proxies, headers)).toBe('2001:db8::7')
})
