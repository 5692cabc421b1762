import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Kind, parse } from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createGroup, openDirect, people, removeMember, say } from './support/talk.ts'
import { surroundings } from './support/test-chat.ts'
import type { Surroundings, TestChat } from './support/test-chat.ts'

let around: Surroundings
let chat: TestChat
beforeAll(async () => {
  around = await surroundings()
  chat = await around.start()
})
afterAll(async () => {
  await chat[Symbol.asyncDispose]()
  await around[Symbol.asyncDispose]()
})

/** What names a conversation or something in it: the ids to ask with, and whether there is such a thing. */
interface Ids {
  conversation: string
  message: string
  member: string
}

interface Question {
  document: string
  variables: (ids: Ids) => object
}

const ofConversation = (document: string, variables: object = {}): Question => ({
  document,
  variables: ({ conversation }) => ({ id: conversation, ...variables }),
})
const ofMessage = (document: string): Question => ({ document, variables: ({ message }) => ({ id: message }) })
const ofMember = (document: string): Question => ({
  document,
  variables: ({ conversation, member }) => ({ id: conversation, who: member }),
})

/** Each field of the API that takes the id of a conversation or of something in it. */
const QUESTIONS: Record<string, Question> = {
  'Query.conversation': ofConversation(
    'query ($id: ID!) { conversation(id: $id) { id title lastSeq memberCount messages { edges { node { text } } } } }',
  ),
  'Query.message': ofMessage('query ($id: ID!) { message(id: $id) { id text seq } }'),
  'Mutation.addMembers': ofConversation(
    'mutation ($id: ID!, $who: [ID!]!) { addMembers(conversationId: $id, userIds: $who) { id } }',
    { who: ['somebody'] },
  ),
  'Mutation.removeMember': ofMember(
    'mutation ($id: ID!, $who: ID!) { removeMember(conversationId: $id, userId: $who) { id } }',
  ),
  'Mutation.leaveConversation': ofConversation('mutation ($id: ID!) { leaveConversation(conversationId: $id) }'),
  'Mutation.markRead': ofConversation('mutation ($id: ID!) { markRead(conversationId: $id, seq: 1) { id } }'),
  'Mutation.setTyping': ofConversation('mutation ($id: ID!) { setTyping(conversationId: $id, typing: true) }'),
  'Mutation.sendMessage': ofConversation(
    'mutation ($id: ID!) { sendMessage(input: { conversationId: $id, clientId: "1", text: "hi" }) { id } }',
  ),
  'Mutation.editMessage': ofMessage('mutation ($id: ID!) { editMessage(id: $id, text: "other") { id text } }'),
  'Mutation.deleteMessage': ofMessage('mutation ($id: ID!) { deleteMessage(id: $id) { id } }'),
  'Mutation.addReaction': ofMessage('mutation ($id: ID!) { addReaction(messageId: $id, emoji: "👍") { id } }'),
  'Mutation.removeReaction': ofMessage('mutation ($id: ID!) { removeReaction(messageId: $id, emoji: "👍") { id } }'),
}

/** What takes no such id: it is about the viewer alone, or begins something. */
const ABOUT_NOBODY_ELSE = [
  'Mutation.createAttachmentUpload',
  'Mutation.createGroup',
  'Mutation.openDirectConversation',
  'Query.conversations',
]

test('each field of the API is in one of the two lists', () => {
  expect([...Object.keys(QUESTIONS), ...ABOUT_NOBODY_ELSE].toSorted()).toEqual(rootFields().toSorted())
})

/** Names that are of the right form, and of nothing. */
async function unknownIds(): Promise<Ids> {
  const [ada = '', ben = ''] = people('ada', 'ben')
  const elsewhere = await surroundings()
  await using other = await elsewhere.start()
  const conversation = await createGroup(other, ada, [ben])
  const message = await say(other, ada, conversation, 'elsewhere')
  await elsewhere[Symbol.asyncDispose]()
  return { conversation, message: message.id, member: ben }
}

/** What is asked, as an answer without the ids that it was asked with. */
async function answersTo(viewer: string, ids: Ids): Promise<Record<string, unknown>> {
  const answers: Record<string, unknown> = {}
  for (const [field, { document, variables }] of Object.entries(QUESTIONS)) {
    const { data, errors } = await chat.ask(viewer, document, variables(ids))
    let text = JSON.stringify({ data, errors })
    for (const [name, id] of Object.entries(ids)) text = text.replaceAll(id, `<${name}>`)
    answers[field] = JSON.parse(text)
  }
  return answers
}

test.each([
  ['direct conversation', (ada: string, ben: string) => openDirect(chat, ada, ben)],
  ['group', (ada: string, ben: string) => createGroup(chat, ada, [ben])],
])('to an outsider a %s and what is in it are as if they did not exist', async (_, open) => {
  const [ada = '', ben = '', eve = ''] = people('ada', 'ben', 'eve')
  const conversation = await open(ada, ben)
  const message = await say(chat, ada, conversation, 'secret')
  const known = await answersTo(eve, { conversation, message: message.id, member: ben })
  expect(known).toEqual(await answersTo(eve, await unknownIds()))
  expect(JSON.stringify(known)).not.toContain('secret')
})

test('to whom was removed, what came after and what they may do are as if nothing existed', async () => {
  const [ada = '', ben = '', eve = ''] = people('ada', 'ben', 'eve')
  const conversation = await createGroup(chat, ada, [ben, eve])
  const before = await say(chat, eve, conversation, 'mine')
  await removeMember(chat, ada, conversation, eve)
  const after = await say(chat, ada, conversation, 'secret')
  const unknown = await answersTo(eve, await unknownIds())
  for (const message of [before, after]) {
    const known = await answersTo(eve, { conversation, message: message.id, member: ben })
    expect(known).toEqual(unknown)
  }
})

function rootFields(): string[] {
  const source = fileURLToPath(new URL('../src', import.meta.url))
  return globSync('**/schema.graphql', { cwd: source }).flatMap((file) =>
    parse(readFileSync(`${source}/${file}`, 'utf8')).definitions.flatMap((definition) => {
      if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.OBJECT_TYPE_EXTENSION) return []
      const type = definition.name.value
      if (type !== 'Query' && type !== 'Mutation') return []
      return (definition.fields ?? []).map(({ name }) => `${type}.${name.value}`)
    }),
  )
}
