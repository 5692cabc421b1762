import { expect, test } from 'vitest'
import { createTurns } from './turns.ts'

const turn = () => new Promise((resolve) => setImmediate(resolve))

test('only so many run at a time, in the order in which they came, also after one failed', async () => {
  const take = createTurns(2)
  const begun: number[] = []
  let running = 0
  let most = 0
  const work = (number: number) => async () => {
    begun.push(number)
    most = Math.max(most, ++running)
    await turn()
    running--
    if (number === 1) throw new Error('failed')
    return number
  }
  const settled = await Promise.allSettled([0, 1, 2, 3, 4].map((number) => take(work(number))))
  expect(begun).toEqual([0, 1, 2, 3, 4])
  expect(most).toBe(2)
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled'])
})

test('other work gets in between, however little each piece does', async () => {
  const take = createTurns(2)
  const progress = { done: 0 }
  const all = Promise.all(Array.from({ length: 10 }, () => take(async () => void progress.done++)))
  const seen: number[] = []
  while (progress.done < 10) {
    await turn()
    seen.push(progress.done)
  }
  await all
  expect(seen.length).toBeGreaterThanOrEqual(5)
})
