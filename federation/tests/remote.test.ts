import { afterEach, beforeEach, expect, it } from 'vitest'
import { alertsSdl, createAlerts } from './alerts.ts'
import { serveSubgraph } from './subgraph-server.ts'
import type { SubgraphServer } from './subgraph-server.ts'
import { compose, subgraphSdls } from './compose.ts'
import { eventually, startSystem, subscribe } from './system.ts'
import type { System } from './system.ts'
import { user } from './viewers.ts'

const text = `subscription ($level: Int! = 1) {
  alert: alerts(atLeast: $level) { text who: seenBy about { title seller { name } } }
}`

let stack: AsyncDisposableStack
let alerts: ReturnType<typeof createAlerts>
let server: SubgraphServer
let system: System
beforeEach(async () => {
  stack = new AsyncDisposableStack()
  alerts = createAlerts()
  server = stack.use(await serveSubgraph(alerts.schema))
  // Its address is what the supergraph says, overridden by nothing.
  const supergraphSdl = compose({ ...subgraphSdls, alerts: alertsSdl }).replace('http://alerts.test', server.url)
  system = stack.use(await startSystem({ supergraph: supergraphSdl }))
})
afterEach(() => stack.disposeAsync())

const listening = (count: number) => eventually(() => alerts.listening() === count)

it('brings the events of a remote subgraph, to each viewer their own', async () => {
  const ann = await subscribe(system, text, { viewer: user('ann') })
  const bob = await subscribe(system, text, { viewer: user('bob'), variables: { level: 2 } })
  await listening(2)
  expect(server.connections()).toBe(1)
  alerts.push({ text: 'Sold!', about: { id: 'table' } })
  await Promise.all([ann.until(1), bob.until(1)])
  const result = (who: string) => ({
    data: { alert: { text: 'Sold!', who, about: { title: 'A table', seller: { name: 'Bob' } } } },
  })
  expect(ann.results).toEqual([result('ann')])
  expect(bob.results).toEqual([result('bob')])
  expect(new Set(system.people.requests.map(({ asker }) => asker))).toEqual(new Set(['ann', 'bob']))
})

it('stops listening there when the viewer leaves', async () => {
  const ann = await subscribe(system, text, { viewer: user('ann') })
  await listening(1)
  ann.close()
  await listening(0)
  expect(server.connections()).toBe(1)
})

it('ends when the subgraph ends, or refuses', async () => {
  const ending = await subscribe(system, text)
  await listening(1)
  alerts.finish()
  expect(await ending.ended).toBe('complete')
  const refused = await subscribe(system, text, { variables: { level: -1 } })
  expect(await refused.ended).toMatchObject([{ message: 'Less than nothing.', extensions: { code: 'BAD_USER_INPUT' } }])
})

it.each(['drop', 'close'] as const)('ends so that the client resumes after a %s, and connects anew', async (how) => {
  const ann = await subscribe(system, text, { viewer: user('ann') })
  await listening(1)
  server.loseSockets(how)
  expect(await ann.ended).toMatchObject([{ extensions: { code: 'SUBSCRIPTION_INTERRUPTED' } }])
  await listening(0)
  const again = await subscribe(system, text, { viewer: user('ann') })
  await listening(1)
  alerts.push({ text: 'Sold!', about: { id: 'lamp' } })
  await again.until(1)
})

it('ends when the subgraph is not there', async () => {
  await server[Symbol.asyncDispose]()
  const ann = await subscribe(system, text, { viewer: user('ann') })
  expect(await ann.ended).toMatchObject([
    { extensions: { code: 'SERVICE_UNAVAILABLE', retryAfter: expect.any(Number) } },
  ])
})
