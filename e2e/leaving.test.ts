import { expect, inject, test } from 'vitest'
import { WebSocket } from 'ws'
import { signIn } from './client.ts'
import type { Person } from './client.ts'
import { deadline } from './deadline.ts'
import { group, remove, say } from './talk.ts'

const system = inject('system')

const SECRET = 'said after Ben was taken out'
const EVENTS = 90
/** Replayed with aliases, far more than what the kernel keeps for a reader who has stopped reading. */
const LONG = '漢'.repeat(10_000)

const SELECTION = `{
  __typename seq
  conversation { id title lastSeq memberCount lastMessage { a: text b: text c: text d: text } }
  ... on MessageSent { message { id a: text b: text c: text d: text } }
}`

interface Message {
  type: string
  // The shape of data is what the subscription asks for.
  // oxlint-disable-next-line typescript/no-explicit-any
  payload?: any
}

/** A socket that stops reading once it has got the first result, until it is told to go on. */
async function slowSocket({ session }: Person, query: string, variables: object) {
  const socket = new WebSocket(system.gatewayUrl.replace(/^http/, 'ws'), 'graphql-transport-ws')
  const messages: Message[] = []
  socket.on('message', (data: Buffer) => {
    const message: Message = JSON.parse(data.toString())
    messages.push(message)
    if (message.type === 'connection_ack') {
      socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query, variables } }))
    }
    if (message.type === 'next' && messages.filter(({ type }) => type === 'next').length === 1) socket.pause()
  })
  const payload = { authorization: `Bearer ${session.accessToken}` }
  socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload })))
  const until = (what: string, find: () => boolean) => deadline(what, () => find() || undefined)
  return {
    messages,
    results: () => messages.filter(({ type }) => type === 'next').map((message) => message.payload),
    stopped: () => until('the first result', () => socket.isPaused),
    goOn: () => socket.resume(),
    until,
    [Symbol.dispose]: () => socket.terminate(),
  }
}

test.for([
  ['conversation', `subscription ($id: ID!) { event: conversation(id: $id, afterSeq: 1) ${SELECTION} }`],
  ['inbox', `subscription ($after: String) { event: inbox(after: $after) ${SELECTION} }`],
] as const)('who is taken out while a replay waits for them is told of nothing newer: %s', async ([field, query]) => {
  const [ada, ben, cleo] = await Promise.all([signIn(system, 'ada'), signIn(system, 'ben'), signIn(system, 'cleo')])
  const { inboxCursor } = await ben.ask('{ inboxCursor }')
  const id = await group(ada, ben, cleo)
  for (let said = 0; said < EVENTS; said++) await say(ada, id, LONG)

  using slow = await slowSocket(ben, query, field === 'inbox' ? { after: inboxCursor } : { id })
  await slow.stopped()
  await remove(ada, id, ben)
  await remove(ada, id, cleo)
  await say(ada, id, SECRET)
  slow.goOn()

  const departure = EVENTS + 2
  await slow.until('the event that takes Ben out', () =>
    slow.results().some(({ data }) => data?.event.conversation.id === id && data.event.seq === departure),
  )
  const events = slow.results().map(({ data, errors }) => {
    expect(errors).toBeUndefined()
    return data.event
  })
  expect(events.map(({ seq }) => seq).toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: departure - (field === 'inbox' ? 0 : 1) }, (_, index) => index + (field === 'inbox' ? 1 : 2)),
  )
  expect(JSON.stringify(events)).not.toContain(SECRET)
  for (const { conversation } of events) {
    expect(conversation.lastSeq).toBeLessThanOrEqual(departure)
    expect(conversation.memberCount).toBeGreaterThanOrEqual(2)
  }
  // Some were told after Ben had been taken out, and then showed the conversation as it was for him.
  expect(events.filter(({ conversation }) => conversation.lastMessage === null).length).toBeGreaterThan(10)
})
