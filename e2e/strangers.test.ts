import { expect, inject, test } from 'vitest'
import { z } from 'zod'
import { connect, request, signIn } from './client.ts'
import { deadline } from './deadline.ts'
import { CONVERSATION, INBOX, SEND, direct, group, remove, say } from './talk.ts'

const system = inject('system')

test('to a stranger a conversation and its messages do not exist', async () => {
  const [ada, ben, eve] = await Promise.all([signIn(system, 'ada'), signIn(system, 'ben'), signIn(system, 'eve')])
  const id = await direct(ada, ben)
  const message = await say(ada, id, 'between us')
  const seen = await eve.ask(
    'query ($id: ID!, $message: ID!) { conversation(id: $id) { id } message(id: $message) { text } conversations { edges { node { id } } } }',
    { id, message: message.id },
  )
  expect(seen).toEqual({ conversation: null, message: null, conversations: { edges: [] } })
  expect(await eve.refused(SEND, { input: { conversationId: id, clientId: 'c', text: 'hi' } })).toBe('NOT_FOUND')
  expect(await eve.refused('mutation ($id: ID!) { markRead(conversationId: $id, seq: 1) { id } }', { id })).toBe(
    'NOT_FOUND',
  )
  expect(await eve.refused('mutation ($id: ID!) { setTyping(conversationId: $id, typing: true) }', { id })).toBe(
    'NOT_FOUND',
  )
  await using socket = eve.connect()
  const live = socket.subscribe({ query: CONVERSATION, variables: { id } })
  expect(await live.ended).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }])
})

test('what is the viewer’s alone never reaches another', async () => {
  const [ada, ben] = await Promise.all([signIn(system, 'ada'), signIn(system, 'ben')])
  const { user } = await ben.ask('query ($id: ID!) { user(id: $id) { id name email } }', { id: ada.id })
  expect(user).toMatchObject({ id: ada.id, email: null })
  const id = await group(ada, ben)
  await using adas = ada.connect()
  await using bens = ben.connect()
  const query = `subscription ($id: ID!) { conversation(id: $id, afterSeq: 1) {
    conversation { viewer { unreadCount role } } ... on MessageSent { message { sender { name email } } }
  } }`
  const toAda = adas.subscribe({ query, variables: { id } })
  const toBen = bens.subscribe({ query, variables: { id } })
  await say(ada, id, 'hello')
  const [adaGot] = await toAda.count(1)
  const [benGot] = await toBen.count(1)
  expect(adaGot?.data.conversation).toMatchObject({
    conversation: { viewer: { unreadCount: 0, role: 'OWNER' } },
    message: { sender: { email: ada.email } },
  })
  expect(benGot?.data.conversation).toMatchObject({
    conversation: { viewer: { unreadCount: 1, role: 'MEMBER' } },
    message: { sender: { email: null } },
  })
})

test('who is taken out gets the event that says so, also with fields that are the viewer’s own', async () => {
  const [ada, ben] = await Promise.all([signIn(system, 'ada'), signIn(system, 'ben')])
  const id = await group(ada, ben)
  await using socket = ben.connect()
  const inbox = socket.subscribe({
    query: `subscription { inbox { seq conversation { id title viewer { role unreadCount } } ... on MessageSent { message { text } } } }`,
  })
  await deadline('that Ben hears', async () => {
    await say(ada, id, 'do you hear me?')
    return inbox.results.length > 0 || undefined
  })
  const { seq } = await say(ada, id, 'goodbye')
  await remove(ada, id, ben)
  const last = await inbox.find(({ data }) => (data?.inbox.seq === seq + 1 ? data.inbox : undefined))
  expect(last.conversation).toMatchObject({ id, title: 'Analytical engines', viewer: { role: 'MEMBER' } })
  expect(inbox.results.filter(({ errors }) => errors)).toEqual([])
})

test('the event that says so shows who is taken out no members and no messages, and is not lost for asking', async () => {
  const [ada, ben] = await Promise.all([signIn(system, 'ada'), signIn(system, 'ben')])
  const id = await group(ada, ben)
  const { seq } = await say(ada, id, 'before')
  await using socket = ben.connect()
  const live = socket.subscribe({
    query: `subscription ($id: ID!, $afterSeq: Int) { conversation(id: $id, afterSeq: $afterSeq) {
      seq conversation {
        members(first: 5) { totalCount edges { node { user { id } } } }
        messages(last: 5) { edges { node { text } } }
        lastMessage { text }
      }
    } }`,
    variables: { id, afterSeq: seq - 1 },
  })
  await live.count(1)
  await remove(ada, id, ben)
  await say(ada, id, 'after')
  expect(await live.ended).toBeUndefined()
  expect(live.results.filter(({ errors }) => errors)).toEqual([])
  const [sent, removal, ...others] = live.results.map(({ data }) => data.conversation)
  expect(sent.conversation).toMatchObject({ members: { totalCount: 2 }, lastMessage: { text: 'before' } })
  expect(removal).toEqual({
    seq: seq + 1,
    conversation: { members: { totalCount: 1, edges: [] }, messages: { edges: [] }, lastMessage: null },
  })
  expect(others).toEqual([])
})

test('somebody who is not signed in may subscribe to nothing', async () => {
  await using socket = connect(system)
  const inbox = socket.subscribe({ query: INBOX })
  expect(await inbox.ended).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
})

test('one who left hears and sees no more', async () => {
  const [ada, ben] = await Promise.all([signIn(system, 'ada'), signIn(system, 'ben')])
  const id = await group(ada, ben)
  await using socket = ben.connect()
  const live = socket.subscribe({ query: CONVERSATION, variables: { id, afterSeq: 1 } })
  await say(ada, id, 'all here')
  await live.count(1)
  await ben.ask('mutation ($id: ID!) { leaveConversation(conversationId: $id) }', { id })
  expect(await live.ended).toBeUndefined()
  await say(ada, id, 'alone again')
  expect(live.results.map(({ data }) => data.conversation.__typename)).toEqual(['MessageSent', 'MembersChanged'])
  expect((await ben.ask('query ($id: ID!) { conversation(id: $id) { id } }', { id })).conversation).toBeNull()
  expect(await ben.refused(SEND, { input: { conversationId: id, clientId: 'c', text: 'hi' } })).toBe('NOT_FOUND')
})

test('what costs too much is refused before it runs, over HTTP and sockets alike', async () => {
  const ada = await signIn(system)
  const deep = `{ conversations { edges { node { ${'members { edges { node { user { id '.repeat(6)}${'} } } }'.repeat(6)} } } } }`
  const wide = `{ ${Array.from({ length: 200 }, (_, index) => `a${index}: me { id }`).join(' ')} }`
  await using socket = ada.connect()
  for (const query of [deep, wide]) {
    expect(await ada.refused(query)).toBe('GRAPHQL_VALIDATION_FAILED')
    const [error] = z.array(z.unknown()).parse(await socket.subscribe({ query }).ended)
    expect(error).toMatchObject({ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } })
  }
  const tooLarge = await request(system, { query: `{ serverTime } #${'x'.repeat(2_000_000)}` }).catch(() => null)
  expect(tooLarge?.data).toBeUndefined()
})
