import { expect, test } from 'vitest'
import { createTurns } from './turns.ts'

const nextTurn = () => new Promise((resolve) => setImmediate(resolve))

test('callers take turns, however much one of them has waiting', async () => {
  const takeTurn = createTurns(1)
  const done: string[] = []
  const ask = (name: string, caller: string) => takeTurn(async () => void done.push(name), caller)
  await Promise.all([
    ...['a1', 'a2', 'a3', 'a4'].map((name) => ask(name, 'ann')),
    ...['b1', 'b2'].map((name) => ask(name, 'ben')),
    ask('c1', 'cy'),
  ])
  expect(done).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'b2', 'a4'])
})

test('one piece of work runs at a time, each after a turn of the event loop', async () => {
  const takeTurn = createTurns(1)
  let running = 0
  let done = 0
  const work = async () => {
    expect(++running).toBe(1)
    await nextTurn()
    running--
    done++
  }
  const all = Promise.all(Array.from({ length: 5 }, () => takeTurn(work)))
  expect(done).toBe(0)
  await all
  expect(done).toBe(5)
})

test('so much of one caller waits, and no more; others are let in', async () => {
  const takeTurn = createTurns(1, 2)
  const noWork = async () => undefined
  const first = takeTurn(noWork, 'ann')
  const waiting = [takeTurn(noWork, 'ann'), takeTurn(noWork, 'ann')]
  await expect(takeTurn(noWork, 'ann')).rejects.toMatchObject({
    code: 'RATE_LIMITED',
    extensions: { retryAfter: 1 },
  })
  await Promise.all([first, ...waiting, takeTurn(noWork, 'ben')])
  await takeTurn(noWork, 'ann')
})

test('work that fails makes room for the next', async () => {
  const takeTurn = createTurns(1)
  const failing = takeTurn(async () => {
    throw new Error('in vain')
  })
  const next = takeTurn(async () => 'done')
  await expect(failing).rejects.toThrow('in vain')
  expect(await next).toBe('done')
})
