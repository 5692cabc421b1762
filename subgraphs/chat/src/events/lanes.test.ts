import { expect, test } from 'vitest'
import { createLanes } from './lanes.ts'

const turn = () => new Promise((resolve) => setImmediate(resolve))

test('what comes during a turn is handled by the next, together and in order', async () => {
  const turns: number[][] = []
  const ask = createLanes<number, number>(async (_, jobs) => {
    turns.push(jobs.map(({ request }) => request))
    await turn()
    for (const { request, resolve } of jobs) resolve(request * 10)
  })
  expect(await Promise.all([1, 2, 3].map((request) => ask('a', request)))).toEqual([10, 20, 30])
  expect(await ask('a', 4)).toBe(40)
  expect(turns).toEqual([[1], [2, 3], [4]])
})

test('a failure is that of its turn alone', async () => {
  const ask = createLanes<string, string>(async (_, jobs) => {
    await turn()
    for (const { request, resolve } of jobs) {
      if (request === 'bad') throw new Error('bad')
      resolve(request)
    }
  })
  const answers = await Promise.allSettled([ask('a', 'bad'), ask('a', 'good'), ask('a', 'bad'), ask('a', 'late')])
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected', 'rejected'])
  expect(await ask('a', 'good')).toBe('good')
})

test('another key does not wait', async () => {
  const blocked = Promise.withResolvers<void>()
  const ask = createLanes<Promise<void>, string>(async (key, jobs) => {
    for (const { request, resolve } of jobs) {
      await request
      resolve(key)
    }
  })
  const first = ask('a', blocked.promise)
  expect(await ask('b', Promise.resolve())).toBe('b')
  blocked.resolve()
  expect(await first).toBe('a')
})
