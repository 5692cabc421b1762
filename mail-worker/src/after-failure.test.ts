import { expect, test } from 'vitest'
import { afterFailure } from './after-failure.ts'
import { MailRefusedError } from './mailer.ts'

const now = new Date('2026-11-21T09:30:00Z')
const failed = {
  error: new Error('Connection timeout'),
  attempt: 0,
  now,
  expiresAt: new Date(now.getTime() + 60_000),
  retryDelaysMs: [10_000, 30_000],
}

test('what may pass is tried again after each of the delays', () => {
  expect(afterFailure(failed)).toEqual({ next: 'retry', step: 0 })
  expect(afterFailure({ ...failed, attempt: 1 })).toEqual({ next: 'retry', step: 1 })
})

test('after the last one a mail is dead', () => {
  expect(afterFailure({ ...failed, attempt: 2 })).toEqual({
    next: 'dead',
    reason: 'failed 3 times: Connection timeout',
  })
})

test('a mail that would come back too late is dead at once', () => {
  expect(afterFailure({ ...failed, expiresAt: new Date(now.getTime() + 10_000) })).toEqual({
    next: 'dead',
    reason: 'out of time: Connection timeout',
  })
})

test('a mail that was refused is dead at once', () => {
  expect(afterFailure({ ...failed, error: new MailRefusedError('550 no such mailbox') })).toEqual({
    next: 'dead',
    reason: 'refused: 550 no such mailbox',
  })
})
