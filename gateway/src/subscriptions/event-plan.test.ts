import { readFileSync } from 'node:fs'
import { parse } from 'graphql'
import { expect, test } from 'vitest'
import { createGeneration } from '../supergraph/generation.ts'

const supergraph = readFileSync(new URL('../../../schema/supergraph.graphql', import.meta.url), 'utf8')

test('what is asked of an event is the same however often its fragment is spread', () => {
  const generation = createGeneration(supergraph)
  const selectionOf = (spreads: string) => {
    const operation = generation.operation(
      parse(`subscription { ${spreads} } fragment F on Subscription { inbox { seq } }`),
    )
    return operation.kind === 'subscription' ? operation.events.selection : null
  }
  expect(selectionOf('...F')).toEqual(expect.any(String))
  expect(selectionOf('...F ...F ... { ...F }')).toBe(selectionOf('...F'))
})
