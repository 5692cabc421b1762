import { randomUUID } from 'node:crypto'
import type { Person } from './client.ts'

/** A new group that the first one owns; gives its id. */
export async function group(owner: Person, ...others: Person[]): Promise<string> {
  const { createGroup } = await owner.ask(
    'mutation ($input: CreateGroupInput!) { createGroup(input: $input) { id } }',
    {
      input: { title: 'Analytical engines', memberIds: others.map(({ id }) => id) },
    },
  )
  return createGroup.id
}

export async function direct(person: Person, other: Person): Promise<string> {
  const { openDirectConversation } = await person.ask(
    'mutation ($userId: ID!) { openDirectConversation(userId: $userId) { id } }',
    { userId: other.id },
  )
  return openDirectConversation.id
}

/** Takes a member out of a group. */
export async function remove(owner: Person, conversationId: string, { id }: Person): Promise<void> {
  await owner.ask('mutation ($id: ID!, $userId: ID!) { removeMember(conversationId: $id, userId: $userId) { id } }', {
    id: conversationId,
    userId: id,
  })
}

export const SEND = 'mutation ($input: SendMessageInput!) { sendMessage(input: $input) { id seq text clientId } }'

/** Sends a text; gives the message's id and seq. */
export async function say(
  person: Person,
  conversationId: string,
  text: string,
  clientId: string = randomUUID(),
): Promise<{ id: string; seq: number }> {
  const { sendMessage } = await person.ask(SEND, { input: { conversationId, clientId, text } })
  return sendMessage
}

export const INBOX = `subscription ($after: String, $seen: [ConversationPosition!]) {
  inbox(after: $after, seen: $seen) {
    __typename seq cursor conversation { id }
    ... on MessageSent { message { id text sender { id name } } }
    ... on MembersChanged { joined { id } left { id } }
    ... on MessagesRead { user { id } upToSeq }
    ... on TypingChanged { user { id } typing }
  }
}`

export const CONVERSATION = `subscription ($id: ID!, $afterSeq: Int) {
  conversation(id: $id, afterSeq: $afterSeq) {
    __typename seq cursor
    ... on MessageSent { message { text } }
  }
}`
