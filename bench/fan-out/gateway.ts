import { randomUUID } from 'node:crypto'
import type { System } from '@colloquy/local/system'
import { conversationTopic } from '@colloquy/schema/topics'
import type { DurableEvent } from '@colloquy/schema/events/durable-event'
import { Redis } from 'ioredis'
import { z } from 'zod'
import { signIn } from '../person.ts'
import { until } from '../until.ts'
import type { Target } from './target.ts'

const SUBSCRIPTION = `subscription ($id: ID!, $afterSeq: Int) {
  conversation(id: $id, afterSeq: $afterSeq) {
    seq
    cursor
    ... on MessageSent { message { id text sentAt sender { id name } } }
  }
}`

const created = z.object({ createGroup: z.object({ id: z.string(), lastSeq: z.int() }) })
const sent = z.object({ sendMessage: z.object({ seq: z.int() }) })

/**
 * The gateway with a room of people who have many sockets each, all live. Its messages are published on Redis as chat
 * publishes them, so that what is measured begins there.
 * @param people each with `socketsEach`
 */
export async function openGateway(
  system: System,
  { people, socketsEach }: { people: number; socketsEach: number },
): Promise<Target & { sample: () => Buffer }> {
  await using stack = new AsyncDisposableStack()
  const members = await Promise.all(Array.from({ length: people }, () => signIn(system)))
  const [owner] = members
  if (!owner) throw new Error('a room needs people')
  const input = { title: 'Fan-out', memberIds: members.slice(1).map(({ id }) => id) }
  const { createGroup: room } = created.parse(
    await owner.ask('mutation ($input: CreateGroupInput!) { createGroup(input: $input) { id lastSeq } }', { input }),
  )

  let received = 0
  let sample: Buffer = Buffer.alloc(0)
  for (const member of members) {
    const opened = Array.from({ length: socketsEach }, () =>
      member.listen(SUBSCRIPTION, { id: room.id, afterSeq: room.lastSeq }, (message) => {
        received++
        sample = message
      }),
    )
    for (const socket of await Promise.all(opened)) stack.defer(() => socket.terminate())
  }

  // One real message, which reaches all who are live and, by afterSeq, all who are about to be.
  const { sendMessage } = sent.parse(
    await owner.ask('mutation ($input: SendMessageInput!) { sendMessage(input: $input) { seq } }', {
      input: { conversationId: room.id, clientId: randomUUID(), text: 'Is everybody here?' },
    }),
  )
  const sockets = people * socketsEach
  await until('everybody has the first message', () => received >= sockets)

  let { seq } = sendMessage
  const redis = stack.adopt(new Redis(system.infrastructure.redisUrl), (redis) => redis.disconnect())
  const publish = () => {
    seq += 1
    return redis.publish(conversationTopic(room.id), JSON.stringify(messageSent(room.id, seq, owner.id)))
  }
  const owned = stack.move()
  return {
    name: 'gateway',
    pid: system.process('gateway').pid,
    sockets,
    publish,
    received: () => received,
    sample: () => sample,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

function messageSent(conversationId: string, seq: number, senderId: string): DurableEvent {
  const now = new Date()
  const message = {
    id: randomUUID(),
    seq,
    version: seq,
    conversationId,
    senderId,
    clientId: randomUUID(),
    text: 'The quick brown fox jumps over the lazy dog, and everybody sees it.',
    attachments: [],
    quote: null,
    sentAt: now.toISOString(),
    editedAt: null,
    deletedAt: null,
    reactions: [],
  }
  return { type: 'MessageSent', typeVersion: 2, conversationId, seq, atMs: now.getTime(), message }
}
