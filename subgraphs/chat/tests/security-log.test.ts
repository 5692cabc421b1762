import { IDENTITY_HEADER } from '@colloquy/platform/assertions'
import { recordLog, securityEventTypes } from '@colloquy/platform/testing/recorded-log'
import type { RecordedLog } from '@colloquy/platform/testing/recorded-log'
import { securityEventsOf } from '@colloquy/platform/testing/security-writers'
import { expect, test } from 'vitest'
import { place } from './support/files.ts'
import { createGroup, openDirect, people, say } from './support/talk.ts'
import { surroundings } from './support/test-chat.ts'

const ADD = 'mutation ($id: ID!, $ids: [ID!]!) { addMembers(conversationId: $id, userIds: $ids) { id } }'
const REMOVE = 'mutation ($id: ID!, $userId: ID!) { removeMember(conversationId: $id, userId: $userId) { id } }'
const LEAVE = 'mutation ($id: ID!) { leaveConversation(conversationId: $id) }'

/** All that the tests of this file have recorded. */
const logs: RecordedLog[] = []

function recorded(): RecordedLog {
  const log = recordLog()
  logs.push(log)
  return log
}

test('who comes and goes is logged once, with who did it, and nothing of what is said', async () => {
  await using around = await surroundings()
  const { logger, lines, securityEvents } = recorded()
  await using chat = await around.start(logger)
  const [ada = '', ben = '', cleo = ''] = people('ada', 'ben', 'cleo')
  const group = await createGroup(chat, ada, [ben])
  await chat.get(ada, ADD, { id: group, ids: [ben, cleo] })
  await chat.get(ada, ADD, { id: group, ids: [ben, cleo] })
  await chat.refused(cleo, REMOVE, { id: group, userId: ben })
  await chat.get(ada, REMOVE, { id: group, userId: ben })
  await say(chat, ada, group, 'the words of a message')
  await chat.get(cleo, LEAVE, { id: group })
  const direct = await openDirect(chat, ada, ben)
  await openDirect(chat, ben, ada)

  const changed = { type: 'members-changed', conversationId: group, joinedIds: [], leftIds: [] }
  expect(securityEvents()).toEqual([
    { ...changed, byId: ada, joinedIds: [ada, ben] },
    { ...changed, byId: ada, joinedIds: [cleo] },
    { ...changed, byId: ada, leftIds: [ben] },
    { ...changed, byId: cleo, leftIds: [cleo] },
    { ...changed, conversationId: direct, byId: ada, joinedIds: [ada, ben] },
  ])
  expect(lines.join('')).not.toMatch(/the words of a message|Garden/)
})

test('limits that a user reaches and refused assertions are logged, each once however often', async () => {
  const uploadLimits = { filesPerDay: 1, bytesPerDay: 1_000 }
  await using around = await surroundings({ invitations: { strangers: 1, people: 2 }, uploadLimits })
  const { logger, securityEvents } = recorded()
  await using chat = await around.start(logger)
  const [ada = '', ben = '', cleo = ''] = people('ada', 'ben', 'cleo')
  const file = (byteSize: number) => ({ contentType: 'text/plain', byteSize })
  const refused = (action: Promise<unknown>) => expect(action).rejects.toThrow('RATE_LIMITED')

  await openDirect(chat, ada, ben)
  for (const _ of [1, 2]) await refused(openDirect(chat, ada, cleo))
  await createGroup(chat, ada, [ben])
  await refused(createGroup(chat, ada, [ben]))
  await refused(place(chat, ben, file(1_001)))
  await place(chat, ada, file(1))
  for (const _ of [1, 2]) await refused(place(chat, ada, file(1)))
  const reached = { type: 'limit-reached', userId: ada }
  expect(securityEvents('limit-reached')).toEqual([
    { ...reached, limit: 'strangers-invited' },
    { ...reached, limit: 'people-invited' },
    { ...reached, limit: 'upload-bytes', userId: ben },
    { ...reached, limit: 'uploads' },
  ])

  const forged = { method: 'POST', headers: { [IDENTITY_HEADER]: 'forged' } }
  for (const _ of [1, 2]) expect((await fetch(`${chat.url}/graphql`, forged)).status).toBe(401)
  expect(securityEvents('token-refused')).toEqual([{ type: 'token-refused' }])
})

test('every event of the closed list that is the chat subgraph’s to write was written here', () => {
  expect(securityEventTypes(logs)).toEqual(securityEventsOf('chat'))
})
