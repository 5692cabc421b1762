import { expect, test } from 'vitest'
import { peopleIn } from '../people/people-in.ts'
import { ann, bob, message, opened, summary } from './chat-fixtures.ts'
import { emptyChat, withListed, withOpened } from './chat-state.ts'
import { withPerson } from './with-person.ts'

const quote = { messageId: 'message-1', seq: 1, text: 'Message 1', deletedAt: null, sender: bob }
const state = withListed(
  withOpened(emptyChat('ann'), opened([message(1), message(2, { sender: ann, quote }), message(3, { sender: ann })])),
  summary({ id: 'other', kind: 'GROUP', members: { edges: [] } }),
)
const renamed = { ...bob, name: 'Robert Ray', username: 'robert' }

test('somebody who has another name has it wherever they are shown', () => {
  const talk = withPerson(state, renamed).conversations.get('talk')
  expect(talk?.peer).toEqual(renamed)
  expect(talk?.members?.map(({ user }) => user)).toEqual([ann, renamed])
  expect(talk?.log?.messages.map(({ sender, quote: said }) => [sender, said?.sender])).toEqual([
    [renamed, undefined],
    [ann, renamed],
    [ann, undefined],
  ])
  const last = withOpened(emptyChat('ann'), opened([message(1)]))
  expect(withPerson(last, renamed).conversations.get('talk')?.lastMessage?.sender).toEqual(renamed)
})

test('what does not show them stays the object it was', () => {
  const next = withPerson(state, renamed)
  expect(next.conversations.get('other')).toBe(state.conversations.get('other'))
  const [before, after] = [state, next].map(({ conversations }) => conversations.get('talk')?.log?.messages[2])
  expect(after).toBe(before)
  expect(withPerson(state, { ...bob })).toBe(state)
  expect(withPerson(state, { id: 'cleo', name: 'Cleo', username: 'cleo' })).toBe(state)
})

test('the people of a page begin with the viewer and those in the list', () => {
  expect(peopleIn(state)).toEqual(['ann', 'bob'])
  expect(peopleIn(emptyChat('ann'))).toEqual(['ann'])
})
