import { conversationTopic, userTopic, userTopicEvent } from '@colloquy/schema/topics'
import { expect, test } from 'vitest'
import { entryAfter } from './entry.ts'
import { publicationsOf } from './publish.ts'

test('those who joined or left hear of it on their own topic, after the event', () => {
  const draft = { type: 'MembersChanged' as const, joinedIds: ['ben'], leftIds: ['ada'], byId: 'ada' }
  const entry = entryAfter({ seq: 2, ordinal: 1, memberCount: 1 }, 'room', draft, 1)
  const publications = publicationsOf(entry)
  expect(publications).toEqual([
    { topic: conversationTopic('room'), event: entry.payload },
    { topic: userTopic('ben'), event: { type: 'MembershipBegan', conversationId: 'room', seq: 3 } },
    { topic: userTopic('ada'), event: { type: 'MembershipEnded', conversationId: 'room', seq: 3 } },
  ])
  for (const { event } of publications.slice(1)) userTopicEvent.parse(event)
})
