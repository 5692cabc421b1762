import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createDeletions, UNDO_MS } from './deletions.ts'
import type { Deletions } from './deletions.ts'

let deletions: Deletions
let asked: string[]
let problems: unknown[]
let answer: PromiseWithResolvers<void>
beforeEach(() => {
  vi.useFakeTimers()
  asked = []
  problems = []
  answer = Promise.withResolvers()
  deletions = createDeletions({
    remove: (conversationId, messageId) => {
      asked.push(`${conversationId} ${messageId}`)
      return answer.promise
    },
    onProblem: (error) => problems.push(error),
  })
})
afterEach(() => vi.useRealTimers())
const pending = () => Object.fromEntries(deletions.pending.get())

test('a deletion is sent once it can no longer be taken back, and shown until it is answered', async () => {
  deletions.begin('talk', 'one')
  deletions.begin('talk', 'one')
  expect(pending()).toEqual({ one: 'waiting' })
  vi.advanceTimersByTime(UNDO_MS - 1)
  expect(asked).toEqual([])
  vi.advanceTimersByTime(1)
  expect([asked, pending()]).toEqual([['talk one'], { one: 'sending' }])
  deletions.undo('one')
  expect(pending()).toEqual({ one: 'sending' })
  answer.resolve()
  await vi.advanceTimersByTimeAsync(0)
  expect([pending(), problems]).toEqual([{}, []])
})

test('one that is taken back is never sent', () => {
  deletions.begin('talk', 'one')
  deletions.undo('one')
  vi.advanceTimersByTime(2 * UNDO_MS)
  expect([asked, pending()]).toEqual([[], {}])
})

test('a page that goes sends what waits, once', () => {
  deletions.begin('talk', 'one')
  deletions.begin('talk', 'two')
  deletions.undo('two')
  deletions.flush()
  deletions.flush()
  vi.advanceTimersByTime(2 * UNDO_MS)
  expect(asked).toEqual(['talk one'])
})

test('a message that was not deleted is shown again, and the problem told', async () => {
  deletions.begin('talk', 'one')
  deletions.flush()
  answer.reject(new Error('refused'))
  await vi.advanceTimersByTimeAsync(0)
  expect([pending(), problems]).toEqual([{}, [new Error('refused')]])
})
