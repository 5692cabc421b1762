import { randomUUID } from 'node:crypto'
import { eventsRoute } from '@colloquy/schema/event-log'
import type { DurableEvent } from '@colloquy/schema/events/durable-event'
import type { Answer, TestChat } from './test-chat.ts'

/** People with names of their own, so that tests do not meet. */
export const people = (...names: string[]): string[] => names.map((name) => `${name}-${randomUUID()}`)

type Client = Pick<TestChat, 'get'>

export const SEND = `mutation ($input: SendMessageInput!) {
  sendMessage(input: $input) { id seq clientId text sender { id } quote { messageId seq text sender { id } } attachments { id } }
}`

export async function openDirect(chat: Client, viewer: string, other: string): Promise<string> {
  const query = 'mutation ($id: ID!) { openDirectConversation(userId: $id) { id } }'
  return (await chat.get(viewer, query, { id: other })).openDirectConversation.id
}

export async function createGroup(chat: Client, viewer: string, memberIds: string[]): Promise<string> {
  const query = 'mutation ($input: CreateGroupInput!) { createGroup(input: $input) { id } }'
  return (await chat.get(viewer, query, { input: { title: 'Garden', memberIds } })).createGroup.id
}

export async function addMembers(chat: Client, viewer: string, id: string, userIds: string[]): Promise<void> {
  const query = 'mutation ($id: ID!, $userIds: [ID!]!) { addMembers(conversationId: $id, userIds: $userIds) { id } }'
  await chat.get(viewer, query, { id, userIds })
}

export async function removeMember(chat: Client, viewer: string, id: string, userId: string): Promise<void> {
  const query = 'mutation ($id: ID!, $userId: ID!) { removeMember(conversationId: $id, userId: $userId) { id } }'
  await chat.get(viewer, query, { id, userId })
}

/** Sends a message; `more` adds to its input. */
export async function say(
  chat: Client,
  viewer: string,
  conversationId: string,
  text: string,
  more: object = {},
): Promise<Answer['data']> {
  const input = { conversationId, clientId: randomUUID(), text, ...more }
  return (await chat.get(viewer, SEND, { input })).sendMessage
}

/** The log of a conversation, page by page. */
export async function allEvents(chat: Pick<TestChat, 'log'>, conversationId: string): Promise<DurableEvent[]> {
  const events: DurableEvent[] = []
  for (;;) {
    const { body } = await chat.log(eventsRoute, { conversationId, afterSeq: events.length })
    const page = eventsRoute.response.parse(body)
    events.push(...page.events)
    if (events.length >= page.headSeq || page.events.length === 0) return events
  }
}
