import { readFile } from 'node:fs/promises'
import { readFieldMarks } from '@colloquy/schema/field-marks'
import type { FieldMarks } from '@colloquy/schema/field-marks'
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
const fields = readFieldMarks(supergraph).filter(({ subgraphs }) => subgraphs.includes('CHAT'))
const publicFields = new Set(
  Object.entries(PUBLIC_FIELDS).flatMap(([type, names]) => names.map((name) => `${type}.${name}`)),
)
const coordinateOf = ({ type, name }: FieldMarks) => `${type}.${name}`
const isPublic = (field: FieldMarks) => publicFields.has(coordinateOf(field))
const isToldByEvents = ({ subgraphs }: FieldMarks) => subgraphs.includes('REALTIME')

let around: Surroundings
let chat: TestChat
/** An entity of each type, and somebody who may see them. */
let ids: Record<string, string>
let member: string
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
  ids = { Conversation: conversationId, Message: message.id, Attachment: attachmentId, User: ada }
  member = ben
})
afterAll(async () => {
  await chat[Symbol.asyncDispose]()
  await around[Symbol.asyncDispose]()
})

/** The types that a reference can name, by the word of the running service. */
async function entityTypes(): Promise<string[]> {
  const { __type } = await chat.get(service, '{ __type(name: "_Entity") { possibleTypes { name } } }')
  return __type.possibleTypes.map(({ name }: { name: string }) => name)
}

/** The ways from a type to all fields that an event can lead to: those of the type, and of what its public ones give. */
function waysFrom(type: string, entities: readonly string[], way: readonly FieldMarks[] = []): FieldMarks[][] {
  return fields
    .filter((field) => field.type === type)
    .flatMap((field) => {
      const here = [...way, field]
      const ends = !isPublic(field) || entities.includes(field.returns)
      return ends ? [here] : [here, ...waysFrom(field.returns, entities, here)]
    })
}

/** Reads what is at the end of a way, by reference to the entity at its start. */
async function follow(who: Parameters<TestChat['ask']>[0], way: readonly FieldMarks[]) {
  const type = way[0]?.type ?? ''
  const id = ids[type]
  if (id === undefined) throw new Error(`The test has no ${type} to ask for.`)
  const isObject = fields.some((field) => field.type === way.at(-1)?.returns)
  const selection = way.reduceRight((inner, { name }) => `{ ${name} ${inner} }`, isObject ? '{ __typename }' : '')
  commands.length = 0
  return chat.ask(who, `query ($r: [_Any!]!) { _entities(representations: $r) { ... on ${type} ${selection} } }`, {
    r: [{ __typename: type, id }],
  })
}

/** Without the signatures of URLs, which depend on the time. */
const unsigned = (answer: Answer): string => JSON.stringify(answer).replaceAll(/\?[^"]*/g, '')

test('each field that an event can lead to is perViewer, public, or told by the event', async () => {
  const entities = await entityTypes()
  const reached = entities.flatMap((type) => waysFrom(type, entities)).flatMap((way) => way.slice(-1))
  const open = reached.filter((field) => !field.isPerViewer && !isPublic(field) && !isToldByEvents(field))
  expect(open.map(coordinateOf)).toEqual([])
  const both = fields.filter((field) => field.isPerViewer && isPublic(field))
  expect(both.map(coordinateOf)).toEqual([])
})

describe('asked by a service', () => {
  test('what is public is answered as to a member, and asks for no membership', async () => {
    const entities = await entityTypes()
    const ways = entities.flatMap((type) => waysFrom(type, entities)).filter((way) => way.every(isPublic))
    expect(ways.map((way) => way.map(coordinateOf).join('/'))).toContain('Attachment.image/Image.width')
    for (const way of ways) {
      const shared = await follow(service, way)
      expect(commands).not.toContain('find memberships')
      expect(shared.errors).toBeUndefined()
      expect(unsigned(shared)).toEqual(unsigned(await follow(member, way)))
    }
  })

  test('all else refuses, and a member gets it', async () => {
    const entities = await entityTypes()
    const ways = entities.flatMap((type) => waysFrom(type, entities)).filter((way) => !way.every(isPublic))
    expect(ways.flat().map(coordinateOf)).toContain('Conversation.lastMessage')
    for (const way of ways) {
      const { errors = [] } = await follow(service, way)
      expect([way.map(coordinateOf), errors[0]?.extensions.code]).toEqual([way.map(coordinateOf), 'FORBIDDEN'])
      expect((await follow(member, way)).errors).toBeUndefined()
    }
  })
})
