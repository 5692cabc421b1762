import { readFileSync } from 'node:fs'
import { createClient } from 'graphql-ws'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { composeExample } from '../example/compose.ts'
import { ask, freePort, startProgram } from './example.ts'
import type { Program } from './example.ts'

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')

let example: Program
let url: string
beforeAll(async () => {
  example = startProgram(new URL('../example/start.ts', import.meta.url).pathname, { PORT: await freePort() })
  url = await example.line()
})
afterAll(() => example[Symbol.asyncDispose]())

test('README begins with the example', () => {
  expect(/```ts\n(.*?)```/s.exec(read('README.md'))?.[1]).toBe(read('example/start.ts'))
})

test('its supergraph is that of its subgraphs', () => {
  expect(read('example/supergraph.graphql')).toBe(composeExample())
})

test('it answers from both subgraphs', async () => {
  expect(
    await ask(url, '{ products { name reviews { stars } } latestReviews(first: 1) { product { price } } }'),
  ).toMatchObject({
    data: {
      products: [
        { name: 'A lamp', reviews: [{ stars: 4 }] },
        { name: 'A chair', reviews: [] },
      ],
      latestReviews: [{ product: { price: 4_900 } }],
    },
  })
})

test('a mutation is told live, to the program itself and to a client, with what the other subgraph knows', async () => {
  const client = createClient({ url: url.replace(/^http/, 'ws') })
  const events = client.iterate({ query: 'subscription { added: reviewAdded { author product { what: name } } }' })
  const add = 'mutation { addReview(productId: "chair", stars: 5) { author product { name } } }'
  const first = events.next()
  const printed = example.line()
  // It is live once it has told of one; what came before a subscription is not told.
  const isLive = first.then(() => true)
  const notYet = Promise.resolve(false)
  for (let told = false; !told; told = await Promise.race([isLive, notYet])) {
    expect(await ask(url, add)).toMatchObject({ data: { addReview: { author: 'bob', product: { name: 'A chair' } } } })
  }
  expect((await first).value).toEqual({ data: { added: { author: 'bob', product: { what: 'A chair' } } } })
  expect(JSON.parse(await printed)).toEqual({
    reviewAdded: { stars: 5, author: 'bob', product: { name: 'A chair', price: 12_900 } },
  })
  await client.dispose()
})

test('what is wrong is refused with its code, live or not', async () => {
  const code = { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }
  expect(await ask(url, '{ nothing }')).toMatchObject({ errors: [code] })
  const client = createClient({ url: url.replace(/^http/, 'ws') })
  const events = client.iterate({ query: 'subscription { reviewAdded { nothing } }' })
  await expect(events.next()).rejects.toMatchObject([code])
  await client.dispose()
})
