import { expect, test } from 'vitest'
import { singleFlight } from './single-flight.ts'

test('equal requests share an answer while it is under way, and ask again after it or its failure', async () => {
  const asked: number[] = []
  const ask = singleFlight(async ({ number }: { number: number }) => {
    asked.push(number)
    await new Promise((resolve) => setImmediate(resolve))
    if (number === 2) throw new Error('failed')
    return [number]
  })
  const [one, same, other] = await Promise.all([ask({ number: 1 }), ask({ number: 1 }), ask({ number: 3 })])
  expect(same).toBe(one)
  expect(other).toEqual([3])
  const failed = await Promise.allSettled([ask({ number: 2 }), ask({ number: 2 })])
  expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  await Promise.allSettled([ask({ number: 1 }), ask({ number: 2 })])
  expect(asked).toEqual([1, 3, 2, 1, 2])
})
