import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { run, startSystem, subscribe } from './system.ts'
import type { System } from './system.ts'
import { user } from './viewers.ts'

let system: System
beforeAll(async () => {
  system = await startSystem()
})
afterAll(() => system[Symbol.asyncDispose]())

const refused = (code: string) => ({ data: null, errors: [{ extensions: { code } }] })

describe('@authenticated', () => {
  it.each([
    ['on a field', '{ auctionCount me { name } }'],
    ['on a type', '{ secret { text } }'],
    [
      'behind fragments',
      '{ ...Mine } fragment Mine on Query { ... on Query { ...Me } } fragment Me on Query { me { id } }',
    ],
    ['behind a condition', 'query ($yes: Boolean = false) { auctionCount me @include(if: $yes) { id } }'],
  ])('%s refuses who is not signed in, before any subgraph is asked', async (_, text) => {
    const requests = system.people.requests.length
    expect(await run(system, text)).toMatchObject(refused('UNAUTHENTICATED'))
    expect(system.people.requests).toHaveLength(requests)
    expect(await run(system, text, { viewer: user('ann') })).not.toHaveProperty('errors')
  })

  it('holds for subscriptions', async () => {
    const text = 'subscription { membersAuction(itemId: "lamp") { seq } }'
    await expect(subscribe(system, text)).rejects.toMatchObject({ extensions: { code: 'UNAUTHENTICATED' } })
    expect(system.auctions.opened).toHaveLength(0)
    const subscriber = await subscribe(system, text, { viewer: user('ann') })
    subscriber.close()
  })

  it('holds for what an event selects of other subgraphs', async () => {
    const text = 'subscription { auction(itemId: "lamp") { ... on BidPlaced { bidder { phone } } } }'
    await expect(subscribe(system, text)).rejects.toMatchObject({ extensions: { code: 'UNAUTHENTICATED' } })
  })
})

describe('@requiresScopes', () => {
  const rename = 'mutation { rename(id: "bob", name: "Bob") { name } }'

  it('is content with any one of its sets', async () => {
    for (const scope of ['people:write', 'admin']) {
      expect(await run(system, rename, { viewer: user('ann', scope) })).toEqual({ data: { rename: { name: 'Bob' } } })
    }
  })

  it('refuses who holds none, and names what it wants', async () => {
    expect(await run(system, rename)).toMatchObject(refused('UNAUTHENTICATED'))
    expect(await run(system, rename, { viewer: user('ann', 'people:read') })).toMatchObject({
      errors: [
        { message: 'Mutation.rename needs the scope people:write, or admin.', extensions: { code: 'FORBIDDEN' } },
      ],
    })
  })

  it('on one implementation guards the field of the interface', async () => {
    const text = '{ named { name } }'
    expect(await run(system, text, { viewer: user('ann') })).toMatchObject(refused('FORBIDDEN'))
    expect(await run(system, text, { viewer: user('ann', 'robots:read') })).not.toHaveProperty('errors')
    const person = '{ named { ... on Person { name } } }'
    expect(await run(system, person)).toEqual({ data: { named: [{ name: 'Ann' }] } })
  })
})
