import { parse } from 'graphql'
import { expect, test } from 'vitest'
import { compose, subgraphSdls } from '../../tests/compose.ts'
import { eventually } from '../../tests/system.ts'
import { createDocuments } from '../plan/documents.ts'
import { createGeneration } from '../plan/generation.ts'
import type { Generation } from '../plan/generation.ts'
import { documentLimits } from '../plan/limits.ts'
import type { Logger } from '../plan/logger.ts'
import { createTurns } from '../plan/turns.ts'
import { planAhead } from './plan-ahead.ts'

const body = 'query Count { auctionCount }'
const trusted = [
  { id: '1', name: 'Wrong', type: 'query' as const, body: 'query Wrong { nothing }' },
  { id: '2', name: 'Types', type: 'query' as const, body: 'query Types { __typename }' },
  { id: '3', name: 'Count', type: 'query' as const, body },
]
const quiet = () => undefined

/** What has one generation after another. */
function engineOf(first: Generation) {
  const listeners: ((generation: Generation) => void)[] = []
  const engine = {
    generation: first,
    onReplaced: (listener: (generation: Generation) => void) => void listeners.push(listener),
  }
  const replace = (next: Generation) => {
    engine.generation = next
    for (const listener of listeners) listener(next)
  }
  return { engine, replace }
}

test('trusted documents are planned at the start, and for each new supergraph; one that cannot run is told of', async () => {
  const generation = createGeneration(compose(subgraphSdls))
  const { engine, replace } = engineOf(generation)
  const warnings: unknown[] = []
  const logger: Logger = { debug: quiet, info: quiet, error: quiet, warn: (about) => void warnings.push(about) }
  const schema = () => engine.generation.schema
  const documents = createDocuments({ schema, limits: documentLimits, takeTurn: createTurns(1) })
  using _planning = planAhead({ engine, documents, trusted, logger })
  const isPlanned = (by: Generation) => by.known(parse(body), 'Count') !== undefined
  expect(isPlanned(generation)).toBe(false)
  await eventually(() => isPlanned(generation))
  expect(warnings).toMatchObject([{ id: '1', name: 'Wrong' }])
  expect(documents.isKnown(body)).toBe(true)
  const next = createGeneration(compose(subgraphSdls))
  replace(next)
  await eventually(() => isPlanned(next))
})
