import { readFile } from 'node:fs/promises'
import { readFieldMarks } from '@colloquy/schema/field-marks'
import { reachableFields } from '@colloquy/schema/reachable-fields'
import type { ReachableField } from '@colloquy/schema/reachable-fields'
import mongoose from 'mongoose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PUBLIC_FIELDS } from '../src/visibility/public-fields.ts'
import { png, upload } from './support/files.ts'
import { createGroup, people, say } from './support/talk.ts'
import { service, surroundings } from './support/test-chat.ts'
import type { Answer, Surroundings, TestChat } from './support/test-chat.ts'

/**
 * Who may see what, held against the composed schema: each field of chat's that an event can lead to is `@perViewer`, or
 * public, or told by the event itself; and its resolver does as it says.
 */
const supergraph = await readFile(new URL('../../../schema/supergraph.graphql', import.meta.url), 'utf8')

let around: Surroundings
let chat: TestChat
/** An entity of each type, and somebody who may see them. */
let ids: Record<string, string>
let member: string
let fields: ReachableField[]
/** What MongoDB is asked. */
const commands: string[] = []
beforeAll(async () => {
  around = await surroundings()
  chat = await around.start()
  const client = mongoose.connections.at(-1)?.getClient()
  client?.on('commandStarted', ({ commandName, command }) => commands.push(`${commandName} ${command[commandName]}`))

  const [ada = '', ben = ''] = people('ada', 'ben')
  const conversationId = await createGroup(chat, ada, [ben])
  const answered = await say(chat, ben, conversationId, 'a question')
  const attachmentId = await upload(chat, ada, png(8, 8))
  const message = await say(chat, ada, conversationId, 'x', { replyToId: answered.id, attachmentIds: [attachmentId] })
  const react = 'mutation ($id: ID!) { addReaction(messageId: $id, emoji: "👍") { reactions { id } } }'
  const { addReaction } = await chat.get(ben, react, { id: message.id })
  ids = {
    Conversation: conversationId,
    Message: message.id,
    Attachment: attachmentId,
    Reaction: addReaction.reactions[0].id,
    User: ada,
  }
  member = ben

  const { __type } = await chat.get(service, '{ __type(name: "_Entity") { possibleTypes { name } } }')
  const entities = __type.possibleTypes.map(({ name }: { name: string }) => name)
  fields = reachableFields(readFieldMarks(supergraph), { subgraph: 'CHAT', entities, publicFields: PUBLIC_FIELDS })
})
afterAll(async () => {
  await chat[Symbol.asyncDispose]()
  await around[Symbol.asyncDispose]()
})

/** Reads a field by reference to its entity. */
async function read(who: Parameters<TestChat['ask']>[0], { entity, selection }: ReachableField): Promise<Answer> {
  const id = ids[entity]
  if (id === undefined) throw new Error(`The test has no ${entity} to ask for.`)
  commands.length = 0
  return chat.ask(who, `query ($r: [_Any!]!) { _entities(representations: $r) { ... on ${entity} ${selection} } }`, {
    r: [{ __typename: entity, id }],
  })
}

/** Without the signatures of URLs, which depend on the time. */
const unsigned = (answer: Answer): string => JSON.stringify(answer).replaceAll(/\?[^"]*/g, '')

test('each field that an event can lead to is perViewer, public, or told by the event', () => {
  const unmarked = fields.filter((field) => !field.isPerViewer && !field.isPublic && !field.isToldByEvents)
  expect(unmarked.map(({ path }) => path)).toEqual([])
  expect(fields.filter((field) => field.isPerViewer && field.isPublic).map(({ path }) => path)).toEqual([])
})

describe('asked by a service', () => {
  test('what is public is answered as to a member, and asks for no membership', async () => {
    const shared = fields.filter(({ isPublic }) => isPublic)
    expect(shared.map(({ path }) => path)).toContain('Attachment.image/Image.width')
    for (const field of shared) {
      const answer = await read(service, field)
      expect(commands).not.toContain('find memberships')
      expect(answer.errors).toBeUndefined()
      expect(unsigned(answer)).toEqual(unsigned(await read(member, field)))
    }
  })

  test('all else refuses, and a member gets it', async () => {
    const closed = fields.filter(({ isPublic }) => !isPublic)
    expect(closed.map(({ path }) => path)).toContain('Conversation.lastMessage')
    for (const field of closed) {
      const { errors } = await read(service, field)
      expect([field.path, errors?.[0]?.extensions.code]).toEqual([field.path, 'FORBIDDEN'])
      expect((await read(member, field)).errors).toBeUndefined()
    }
  })
})
