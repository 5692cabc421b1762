import { expect, inject, test } from 'vitest'
import { signIn } from './client.ts'
import { direct, say } from './talk.ts'

const system = inject('system')

const ADD = 'mutation ($id: ID!, $emoji: String!) { addReaction(messageId: $id, emoji: $emoji) { version } }'
const inboxWith = (selection: string) => `subscription ($after: String) {
  inbox(after: $after) {
    __typename seq
    ... on MessageSent { message { text reactions { emoji count } } }
    ... on ReactionChanged { emoji added user { id name } message { text reactions { emoji count ${selection} } } }
  }
}`

test('a reaction arrives live, for all alike and for each viewer, and after a resume', async () => {
  const [ada, ben] = await Promise.all([signIn(system, 'ada'), signIn(system, 'ben')])
  const id = await direct(ada, ben)
  const { inboxCursor: after } = await ben.ask('{ inboxCursor }')
  await using socket = ben.connect()
  const shared = socket.subscribe({ query: inboxWith(''), variables: { after } })
  const own = socket.subscribe({ query: inboxWith('viewerReacted users { id }'), variables: { after } })
  const { id: messageId } = await say(ada, id, 'said')
  await ben.ask(ADD, { id: messageId, emoji: '\u2764' })
  const emoji = '\u2764\uFE0F'
  const told = { seq: 3, emoji, added: true, user: { id: ben.id } }
  const find = (events: typeof shared) =>
    events.find(({ data }) => (data.inbox.__typename === 'ReactionChanged' ? data.inbox : undefined))
  expect(await find(shared)).toMatchObject({ ...told, message: { text: 'said', reactions: [{ emoji, count: 1 }] } })
  const whose = { viewerReacted: true, users: [{ id: ben.id }] }
  expect(await find(own)).toMatchObject({ ...told, message: { reactions: [{ emoji, count: 1, ...whose }] } })
  const missed = socket.subscribe({ query: inboxWith('viewerReacted'), variables: { after } })
  expect(await find(missed)).toMatchObject({ ...told, message: { reactions: [{ emoji, viewerReacted: true }] } })
  const sent = missed.results.find(({ data }) => data.inbox.__typename === 'MessageSent')
  expect(sent?.data.inbox).toMatchObject({ seq: 2, message: { reactions: [{ emoji, count: 1 }] } })
})
