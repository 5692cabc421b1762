import { expect, test } from 'vitest'
import { createSerialQueue } from './serial-queue.ts'

test('tasks of one key run one after another in the order asked for, failures included', async () => {
  const queue = createSerialQueue()
  const log: string[] = []
  const task =
    (name: string, fails = false) =>
    async () => {
      log.push(`${name} begins`)
      await new Promise((resolve) => setImmediate(resolve))
      log.push(`${name} ends`)
      if (fails) throw new Error(name)
      return name
    }
  const outcomes = await Promise.allSettled([queue('a', task('1')), queue('a', task('2', true)), queue('a', task('3'))])
  expect(log).toEqual(['1 begins', '1 ends', '2 begins', '2 ends', '3 begins', '3 ends'])
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
})

test('another key does not wait', async () => {
  const queue = createSerialQueue()
  const blocked = Promise.withResolvers<void>()
  const first = queue('a', () => blocked.promise)
  expect(await queue('b', async () => 'done')).toBe('done')
  blocked.resolve()
  await first
})
