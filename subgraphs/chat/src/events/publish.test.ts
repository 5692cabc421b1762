import { conversationTopic, userTopic, userTopicEvent } from '@colloquy/schema/topics'
import { expect, test } from 'vitest'
import { publicationsOf } from './publish.ts'

test('those who joined or left hear of it on their own topic, after the event', () => {
  const event = {
    type: 'MembersChanged' as const,
    typeVersion: 1 as const,
    conversationId: 'room',
    seq: 3,
    atMs: 1,
    joinedIds: ['ben'],
    leftIds: ['ada'],
    byId: 'ada',
  }
  const publications = publicationsOf(event)
  expect(publications).toEqual([
    { topic: conversationTopic('room'), event },
    { topic: userTopic('ben'), event: { type: 'MembershipBegan', conversationId: 'room', seq: 3 } },
    { topic: userTopic('ada'), event: { type: 'MembershipEnded', conversationId: 'room', seq: 3 } },
  ])
  for (const { event } of publications.slice(1)) userTopicEvent.parse(event)
})
