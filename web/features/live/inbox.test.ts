import { expect, test } from 'vitest'
import { message, sent, summary } from '../chat/chat-fixtures.ts'
import { emptyChat, withListed } from '../chat/chat-state.ts'
import { applyInboxEvent } from '../chat/inbox-events.ts'
import { resumeFrom } from './inbox.ts'

test('resumes from the newest cursor, and names what was received last in each conversation', () => {
  const started = {
    ...withListed(emptyChat('ann'), summary({ lastSeq: 4, lastMessage: message(4) })),
    inboxCursor: 'start',
  }
  expect(resumeFrom(started)).toEqual({ after: 'start', seen: [{ conversationId: 'talk', seq: 4 }] })
  expect(resumeFrom(applyInboxEvent(started, sent(5), 0))).toEqual({
    after: 'cursor-5',
    seen: [{ conversationId: 'talk', seq: 5 }],
  })
})

test('does not claim to have what waits behind a hole', () => {
  const started = withListed(emptyChat('ann'), summary({ lastSeq: 4 }))
  expect(resumeFrom(applyInboxEvent(started, sent(9), 0)).seen).toEqual([{ conversationId: 'talk', seq: 4 }])
})
