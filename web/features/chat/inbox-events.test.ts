import { TYPING_SHOWN_MS } from '@colloquy/schema/rules'
import { describe, expect, test } from 'vitest'
import { ann, bob, deleted, edited, message, opened, reacted, readForViewer, sent, summary } from './chat-fixtures.ts'
import type { ChatState } from './chat-state.ts'
import { emptyChat, withListed, withOpened, withReacted } from './chat-state.ts'
import type { InboxEvent } from './inbox-events.ts'
import { applyInboxEvent, withoutExpiredTyping, withViewersMark } from './inbox-events.ts'

const NOW = 1_000_000
const apply = (state: ChatState, ...events: InboxEvent[]) =>
  events.reduce((next, event) => applyInboxEvent(next, event, NOW), state)
const talk = (state: ChatState) => {
  const conversation = state.conversations.get('talk')
  if (!conversation) throw new Error('the conversation is not there')
  return conversation
}
const seqs = (state: ChatState) => talk(state).log?.messages.map(({ seq }) => seq)

const listed = withListed(emptyChat('ann'), summary())
const open = withOpened(emptyChat('ann'), opened([message(2), message(3)]))

describe('durable events', () => {
  test('are applied in their order', () => {
    const state = apply(open, sent(4), sent(5))
    expect(seqs(state)).toEqual([2, 3, 4, 5])
    expect(talk(state)).toMatchObject({ lastSeq: 5, unreadCount: 2, lastMessage: { seq: 5 } })
    expect(state.inboxCursor).toBe('cursor-5')
    expect(state.stale.size).toBe(0)
  })

  test('that edit a message change it, what quotes it, and the preview', () => {
    const quote = { messageId: 'message-3', seq: 3, text: 'Message 3', deletedAt: null, sender: bob }
    const state = apply(open, edited(4, 3, 'x'.repeat(300)), sent(5, { quote }), edited(6, 3, 'new'))
    expect(talk(state).log?.messages).toMatchObject([
      { seq: 2, text: 'Message 2' },
      { seq: 3, text: 'new', version: 6 },
      { seq: 5, quote: { text: 'new' } },
    ])
    expect(talk(state)).toMatchObject({ lastSeq: 6, unreadCount: 1, lastMessage: { seq: 5 } })
    const onlyEdited = apply(open, edited(4, 3, 'new'))
    expect(talk(onlyEdited)).toMatchObject({ unreadCount: 0, lastMessage: { seq: 3, text: 'new' } })
  })

  test('that delete a message leave its place, and nothing of it in what quotes it', () => {
    const quote = { messageId: 'message-3', seq: 3, text: 'Message 3', deletedAt: null, sender: bob }
    const state = apply(open, sent(4, { quote }), deleted(5, 3), edited(6, 2, 'new'))
    expect(talk(state).log?.messages).toMatchObject([
      { seq: 2, text: 'new' },
      { seq: 3, text: '', deletedAt: expect.any(String) },
      { seq: 4, quote: { text: '', deletedAt: expect.any(String) } },
    ])
    expect(talk(apply(open, deleted(4, 3))).lastMessage).toMatchObject({ text: '', deletedAt: expect.any(String) })
  })

  test('that are here already change nothing but the cursor', () => {
    const state = apply(open, sent(3), sent(2))
    expect(talk(state)).toBe(talk(open))
    expect(state.inboxCursor).toBe('cursor-2')
  })

  test('behind a hole wait for those that fill it', () => {
    const state = apply(open, sent(6))
    expect(seqs(state)).toEqual([2, 3])
    expect(talk(state).lastSeq).toBe(3)
    expect(state.stale.get('talk')).toBe(1)
  })

  test('that cannot be told have what is shown read again', () => {
    const unknown: InboxEvent = {
      __typename: 'UnknownEvent',
      seq: 4,
      cursor: 'cursor-4',
      conversation: { id: 'talk' },
    }
    const state = apply(open, unknown, sent(5))
    expect(talk(state).lastSeq).toBe(5)
    expect(seqs(state)).toEqual([2, 3, 5])
    expect([state.stale.has('talk'), state.outdated.has('talk')]).toEqual([true, true])
    expect(state.inboxCursor).toBe('cursor-5')
  })

  test('of a conversation not known here have it read', () => {
    const state = apply(emptyChat('ann'), sent(7))
    expect(state.conversations.size).toBe(0)
    expect(state.stale.has('talk')).toBe(true)
  })

  test('count as unread in a conversation that is only listed', () => {
    expect(talk(apply(listed, sent(2)))).toMatchObject({ unreadCount: 1, log: null, lastMessage: { seq: 2 } })
  })

  test('of the viewer do not count as unread', () => {
    expect(talk(apply(open, sent(4, { sender: ann }))).unreadCount).toBe(0)
  })
})

describe('reactions', () => {
  const thumbs = (count: number) => (count === 0 ? [] : [{ emoji: '👍', count }])
  const shown = (state: ChatState) =>
    talk(state).log?.messages.map(({ reactions }) => reactions.map(({ emoji, count }) => ({ emoji, count })))
  const own = (state: ChatState) => talk(state).log?.own.get('message-2')?.emoji

  test('of others are counted, and are not the viewer’s', () => {
    const state = apply(open, reacted(4, 2, { reactions: thumbs(1) }))
    expect(shown(state)).toEqual([thumbs(1), []])
    expect(own(state)).toEqual([])
    expect(talk(state)).toMatchObject({ lastSeq: 4, unreadCount: 0, lastMessage: { seq: 3 } })
  })

  test('of the viewer, made here or on another device, are told apart and taken back', () => {
    const mine = reacted(5, 2, { reactions: thumbs(2), user: ann })
    const both = apply(open, reacted(4, 2, { reactions: thumbs(1) }), mine)
    expect([shown(both), own(both)]).toEqual([[thumbs(2), []], ['👍']])
    const takenBack = apply(both, reacted(6, 2, { reactions: thumbs(1), user: ann, added: false }))
    expect([shown(takenBack), own(takenBack)]).toEqual([[thumbs(1), []], []])
  })

  test('that the answer to the viewer brought first are not changed by events before it', () => {
    const answer = readForViewer(message(2, { version: 6, reactions: thumbs(1) }), ['👍'])
    const state = withReacted(open, 'talk', answer)
    expect([shown(state), own(state)]).toEqual([[thumbs(1), []], ['👍']])
    const before = reacted(4, 2, { reactions: [], user: ann, added: false })
    const later = apply(state, before, edited(5, 3, 'new'), reacted(6, 2, { reactions: thumbs(1), user: ann }))
    expect([shown(later), own(later)]).toEqual([[thumbs(1), []], ['👍']])
  })

  test('that happened meanwhile are there when a conversation is opened again', () => {
    const read = { ...message(2), version: 4, reactions: thumbs(1) }
    const answer = opened([read, message(3)], { lastSeq: 4 })
    const edges = [{ node: readForViewer(read, ['👍']) }, ...answer.messages.edges.slice(1)]
    const state = withOpened(open, { ...answer, messages: { ...answer.messages, edges } })
    expect([shown(state), own(state)]).toEqual([[thumbs(1), []], ['👍']])
  })

  test('of a message that is not loaded change no more than where the conversation is', () => {
    const state = apply(listed, reacted(2, 1, { reactions: thumbs(1), user: ann }))
    expect(talk(state)).toMatchObject({ lastSeq: 2, log: null })
  })
})

describe('membership', () => {
  const membersChanged = (part: Partial<InboxEvent & { __typename: 'MembersChanged' }>): InboxEvent => ({
    __typename: 'MembersChanged',
    seq: 4,
    cursor: 'cursor-4',
    conversation: { id: 'talk' },
    joined: [],
    left: [],
    ...part,
  })

  test('of others has the members read again', () => {
    const state = apply(open, membersChanged({ left: [bob] }))
    expect(talk(state).lastSeq).toBe(4)
    expect(state.stale.has('talk')).toBe(true)
  })

  test('of the viewer ends with the conversation going away', () => {
    const state = apply(open, membersChanged({ left: [ann] }))
    expect(state.conversations.has('talk')).toBe(false)
    expect(state.stale.size).toBe(0)
  })

  test('that ended before the viewer came back is not ended again', () => {
    const state = apply(open, membersChanged({ left: [ann], seq: 1 }))
    expect(state.conversations.has('talk')).toBe(true)
  })
})

describe('what has no seq', () => {
  const typing = (isTyping: boolean): InboxEvent => ({
    __typename: 'TypingChanged',
    seq: null,
    cursor: null,
    conversation: { id: 'talk' },
    user: bob,
    typing: isTyping,
  })
  const read = (user: { id: string }, upToSeq: number): InboxEvent => ({
    __typename: 'MessagesRead',
    seq: null,
    cursor: null,
    conversation: { id: 'talk' },
    user,
    upToSeq,
  })

  test('clears what was unread when the viewer has answered elsewhere, whether the conversation is open or not', () => {
    for (const state of [apply(open, sent(4)), apply(listed, sent(2), sent(3), sent(4))]) {
      expect(talk(state).unreadCount).toBeGreaterThan(0)
      const answered = apply(state, sent(5, { sender: ann }), read(ann, 5))
      expect(talk(answered)).toMatchObject({ unreadCount: 0, lastReadSeq: 5 })
    }
  })

  test('shows who types, until they stop, speak, or five seconds have passed', () => {
    const state = apply(open, typing(true))
    expect(talk(state).typing).toEqual([{ person: bob, untilMs: NOW + TYPING_SHOWN_MS }])
    expect(talk(apply(state, typing(false))).typing).toEqual([])
    expect(talk(apply(state, sent(4))).typing).toEqual([])
    expect(talk(withoutExpiredTyping(state, NOW + TYPING_SHOWN_MS)).typing).toEqual([])
    expect(state.inboxCursor).toBe(open.inboxCursor)
  })

  test('moves the marks of others forward only', () => {
    const state = apply(open, read(bob, 3), read(bob, 2))
    expect(talk(state).readMarks['bob']).toBe(3)
  })

  test("takes the viewer's own mark, made on another device", () => {
    const state = apply(open, sent(4), sent(5), read(ann, 5))
    expect(talk(state)).toMatchObject({ unreadCount: 0, lastReadSeq: 5 })
  })
})

describe("the viewer's mark", () => {
  test('counts what is left, from the messages that are here', () => {
    const state = apply(open, sent(4), sent(5), sent(6))
    expect(talk(withViewersMark(state, talk(state), 4))).toMatchObject({ unreadCount: 2, lastReadSeq: 4 })
  })

  test('asks the server where they are not', () => {
    const state = apply(listed, sent(2), sent(3))
    expect(withViewersMark(state, talk(state), 2).stale.has('talk')).toBe(true)
  })
})
