import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { documentFrom, expectRefusals } from './random-documents.ts'
import { startSystem } from './system.ts'
import type { System } from './system.ts'
import { user } from './viewers.ts'

const choices = fc.array(fc.nat(1_000), { minLength: 30, maxLength: 120 })

describe('an operation', () => {
  let system: System
  beforeAll(async () => {
    system = await startSystem()
  })
  afterAll(() => system[Symbol.asyncDispose]())

  it('is answered, or refused with a reason', async () => {
    await fc.assert(
      fc.asyncProperty(choices, async (tape) => {
        const text = documentFrom(tape, system.federation.schema, 'query')
        const viewer = user('ann', 'admin', 'robots:read')
        const result = await system.federation.execute({ query: text, viewer })
        if (result.data === undefined) return expectRefusals(result.errors ?? [], text)
        // What the test's own subgraphs make of people who are not there.
        const odd = result.errors?.filter(
          ({ message }) => !/non-nullable|Too fragile|depends on who asks/.test(message),
        )
        expect({ text, odd: odd ?? [] }).toEqual({ text, odd: [] })
      }),
      { numRuns: 150 },
    )
  })
})
