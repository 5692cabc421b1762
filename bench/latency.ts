import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { System } from '@colloquy/local/system'
import { z } from 'zod'
import { signIn } from './person.ts'
import { percentile } from './statistics.ts'

const MESSAGES = 500
/** Sent before, while everything is still being compiled. */
const WARM_UP_MESSAGES = 100
const PAUSE_MS = 20

const opened = z.object({ openDirectConversation: z.object({ id: z.string() }) })
const received = z.object({
  payload: z.object({ data: z.object({ inbox: z.object({ message: z.object({ clientId: z.string() }) }) }) }),
})

/** From just before `sendMessage` is called until the message has arrived at the other person's socket, whole. */
export async function measureLatency(system: System): Promise<Record<string, string | number>> {
  const [ada, bob] = await Promise.all([signIn(system), signIn(system)])
  const { openDirectConversation: conversation } = opened.parse(
    await ada.ask('mutation ($id: ID!) { openDirectConversation(userId: $id) { id } }', { id: bob.id }),
  )
  const arrivals = new Map<string, () => void>()
  const socket = await bob.listen(
    `subscription { inbox { ... on MessageSent { message { id clientId seq text sentAt sender { id name } } } } }`,
    {},
    (message) => {
      const result = received.safeParse(JSON.parse(message.toString()))
      if (result.success) arrivals.get(result.data.payload.data.inbox.message.clientId)?.()
    },
  )
  const send = async () => {
    const clientId = randomUUID()
    const arrived = Promise.withResolvers<void>()
    arrivals.set(clientId, arrived.resolve)
    const startedAt = performance.now()
    const answered = ada
      .ask('mutation ($input: SendMessageInput!) { sendMessage(input: $input) { id seq } }', {
        input: { conversationId: conversation.id, clientId, text: 'How long does this take to be read by you?' },
      })
      .then(() => performance.now() - startedAt)
    await arrived.promise
    const arrivedMs = performance.now() - startedAt
    arrivals.delete(clientId)
    const answeredMs = await answered
    await pause(PAUSE_MS)
    return { arrivedMs, answeredMs }
  }
  // The subscription has no acknowledgement; what comes before it is live comes by its resume.
  const times = []
  for (let sent = 0; sent < WARM_UP_MESSAGES + MESSAGES; sent++) {
    const time = await send()
    if (sent >= WARM_UP_MESSAGES) times.push(time)
  }
  socket.close()
  const arrived = times.map(({ arrivedMs }) => arrivedMs)
  const answered = times.map(({ answeredMs }) => answeredMs)
  const ms = (value: number) => `${value.toFixed(1)} ms`
  return {
    messages: MESSAGES,
    'arrival p50': ms(percentile(arrived, 0.5)),
    'arrival p99': ms(percentile(arrived, 0.99)),
    'longest arrival': ms(Math.max(...arrived)),
    'answer p50': ms(percentile(answered, 0.5)),
    'answer p99': ms(percentile(answered, 0.99)),
  }
}
