import { expect, test } from 'vitest'
import { startWorld } from './support/world.ts'
import type { World } from './support/world.ts'

test('rates are counted by each gateway for itself', async () => {
  const limits = { costPerSecond: 10, costBurst: 10, newDocumentCost: 0 }
  await using one = await startWorld({ limits })
  await using other = await startWorld({ limits })
  const ask = (world: World) =>
    world.post({ query: '{ serverTime }' }, { authorization: `Bearer ${world.token('ada')}` })
  const answers = [await ask(one), await ask(one), await ask(other)]
  expect(answers.map(({ status }) => status)).toEqual([200, 429, 200])
})
