import { parse } from 'graphql'
import { expect, test } from 'vitest'
import { compose, subgraphSdls } from '../../tests/compose.ts'
import { createGeneration } from './generation.ts'

test('what is asked of an event is the same however often its fragment is spread', () => {
  const generation = createGeneration(compose(subgraphSdls))
  const selectionOf = (spreads: string) => {
    const operation = generation.operation(
      parse(`subscription { ${spreads} } fragment F on Subscription { auction(itemId: "lamp") { seq } }`),
    )
    return operation.kind === 'subscription' ? operation.events.selection : null
  }
  expect(selectionOf('...F')).toEqual(expect.any(String))
  expect(selectionOf('...F ...F ... { ...F }')).toBe(selectionOf('...F'))
})
