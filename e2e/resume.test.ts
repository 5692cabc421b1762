import { expect, inject, test } from 'vitest'
import { signIn } from './client.ts'
import type { Answer, Person } from './client.ts'
import { CONVERSATION, INBOX, direct, group, remove, say } from './talk.ts'

const system = inject('system')

/** What a client keeps in order to resume: the cursor of the last event, and how far it has each conversation. */
interface Position {
  after: string | null
  seen: { conversationId: string; seq: number }[]
}

function advance(position: Position, { data: { inbox } }: Answer): Position {
  if (inbox.seq === null) return position
  const others = position.seen.filter(({ conversationId }) => conversationId !== inbox.conversation.id)
  return { after: inbox.cursor, seen: [...others, { conversationId: inbox.conversation.id, seq: inbox.seq }] }
}

const textsOf = (results: Answer[]): string[] =>
  results.flatMap(({ data }) => (data.inbox.message ? [data.inbox.message.text] : []))

/** Listens until that many messages are there, then loses the connection. */
async function listen(person: Person, position: Position, messages: number): Promise<[string[], Position]> {
  await using socket = person.connect()
  const inbox = socket.subscribe({ query: INBOX, variables: { ...position } })
  await inbox.find(() => (textsOf(inbox.results).length >= messages ? true : undefined))
  const results = [...inbox.results]
  socket.cut()
  return [textsOf(results), results.reduce(advance, position)]
}

test('one who comes back with the cursor gets what was missed, in order, once', async () => {
  const [ada, ben, cleo] = await Promise.all([signIn(system, 'ada'), signIn(system, 'ben'), signIn(system, 'cleo')])
  const conversations = [await direct(ada, ben), await direct(cleo, ben)] as const
  let position: Position = { after: (await ben.ask('{ inboxCursor }')).inboxCursor, seen: [] }
  const said: string[] = []
  const heard: string[] = []
  for (let round = 0; round < 5; round += 1) {
    for (let index = 0; index < 4; index += 1) {
      const text = `round ${round}, message ${index}`
      await say(index % 2 ? ada : cleo, conversations[index % 2 ? 0 : 1], text)
      said.push(text)
    }
    const [texts, next] = await listen(ben, position, 4)
    position = next
    heard.push(...texts)
  }
  expect(heard.toSorted()).toEqual(said.toSorted())
})

test('without seen, what comes again is recognised by its seq', async () => {
  const [ada, ben] = await Promise.all([signIn(system, 'ada'), signIn(system, 'ben')])
  const id = await direct(ada, ben)
  const { inboxCursor } = await ben.ask('{ inboxCursor }')
  for (const text of ['one', 'two']) await say(ada, id, text)
  const [, position] = await listen(ben, { after: inboxCursor, seen: [] }, 2)
  await say(ada, id, 'three')
  await using socket = ben.connect()
  const inbox = socket.subscribe({ query: INBOX, variables: { after: position.after } })
  await inbox.find(({ data }) => (data.inbox.message?.text === 'three' ? true : undefined))
  const seqs = inbox.results.map(({ data }) => data.inbox.seq)
  expect(new Set(seqs).size).toBe(seqs.length)
  expect(seqs).toEqual(seqs.toSorted((a, b) => a - b))
})

test('one who was taken out while away gets what was said until then, and learns it', async () => {
  const [ada, ben] = await Promise.all([signIn(system, 'ada'), signIn(system, 'ben')])
  const id = await group(ada, ben)
  const { inboxCursor } = await ben.ask('{ inboxCursor }')
  await say(ada, id, 'still with you')
  await remove(ada, id, ben)
  await say(ada, id, 'without you')
  const other = await direct(ada, ben)
  await say(ada, other, 'the last')
  await using socket = ben.connect()
  const inbox = socket.subscribe({
    query: INBOX,
    variables: { after: inboxCursor, seen: [{ conversationId: id, seq: 1 }] },
  })
  await inbox.find(({ data }) => (data.inbox.message?.text === 'the last' ? true : undefined))
  const events = inbox.results.map(({ data }) => data.inbox).filter(({ conversation }) => conversation.id === id)
  expect(events).toMatchObject([
    { seq: 2, message: { text: 'still with you' } },
    { seq: 3, left: [{ id: ben.id }] },
  ])
})

test('a subscription that starts in the middle of a stream of messages has no gap and no repeat', async () => {
  const [ada, ben] = await Promise.all([signIn(system, 'ada'), signIn(system, 'ben')])
  const id = await direct(ada, ben)
  for (let index = 0; index < 5; index += 1) await say(ada, id, `message ${index}`)
  const sending = (async () => {
    for (let index = 5; index < 60; index += 1) await say(ada, id, `message ${index}`)
  })()
  const seqs = await Promise.all(
    Array.from({ length: 6 }, async (_, start) => {
      await using socket = ben.connect()
      const live = socket.subscribe({ query: CONVERSATION, variables: { id, afterSeq: start } })
      const results = await live.count(61 - start)
      return results.map(({ data }) => data.conversation.seq)
    }),
  )
  await sending
  seqs.forEach((got, start) => {
    expect(got).toEqual(Array.from({ length: 61 - start }, (_, index) => start + index + 1))
  })
})

test('a cursor that is none is refused by name', async () => {
  const ada = await signIn(system)
  await using socket = ada.connect()
  const inbox = socket.subscribe({ query: INBOX, variables: { after: 'yesterday' } })
  expect(await inbox.ended).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', issues: [{ path: ['after'] }] } }])
})
