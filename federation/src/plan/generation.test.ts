import { readFileSync } from 'node:fs'
import { parse } from 'graphql'
import { expect, test } from 'vitest'
import { createGeneration } from './generation.ts'

/** A supergraph of the size at which it matters. */
const supergraph = readFileSync(new URL('../../../schema/supergraph.graphql', import.meta.url), 'utf8')

// With the planner's own limit of plans that it compares, this takes longer than a test may.
test('what many subgraphs could answer is planned without comparing every way to do it', () => {
  const parts = Array.from(
    { length: 8 },
    (_, n) => `a${n}: conversation { title lastMessage { text sender { name } quote { text sender { name } } } }
      b${n}: quote { text sender { presence { status } name } }`,
  )
  const text = `subscription { inbox { ... on MessageSent { message { ${parts.join(' ')} } } } }`
  const operation = createGeneration(supergraph).operation(parse(text))
  expect(operation).toMatchObject({ kind: 'subscription', events: { primary: { subgraph: 'realtime' } } })
})
