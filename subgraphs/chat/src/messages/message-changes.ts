import { notFound } from '@colloquy/platform/errors'
import type { Draft } from '../events/entry.ts'
import type { EventLog } from '../events/log.ts'
import type { Membership } from '../members/members.ts'
import type { Discretion } from '../people/discretion.ts'
import { changeReaction, parseEmoji } from '../reactions/reactions.ts'
import type { ReactionStore } from '../reactions/store.ts'
import { deleteMessage } from './deletions.ts'
import { editMessage, parseNewText } from './edits.ts'
import type { Message } from './messages.ts'

export type MessageChanges = ReturnType<typeof createMessageChanges>

/** What members do to messages that were sent. Each is decided on the message as it stands, so that a repeat changes nothing. */
export function createMessageChanges({
  store,
  members,
  discretion,
  log,
  reactions,
}: {
  reactions: Pick<ReactionStore, 'counts' | 'own'>
  store: { byIds: (ids: readonly string[]) => Promise<Message[]> }
  members: { current: (conversationId: string, userId: string) => Promise<Membership | null> }
  discretion: Pick<Discretion, 'requireUnblocked'>
  log: Pick<EventLog, 'append' | 'catchUp'>
}) {
  const existing = async (id: string): Promise<Message> => {
    const [message] = await store.byIds([id])
    if (!message) throw notFound('message')
    return message
  }
  /** The message, to a member: to others it does not exist. */
  const forMember = async (id: string, viewerId: string): Promise<[Message, Membership]> => {
    const message = await existing(id)
    const member = await members.current(message.conversationId, viewerId)
    if (!member) throw notFound('message')
    return [message, member]
  }
  const change = async (
    id: string,
    viewerId: string,
    decide: (message: Message, viewer: Membership) => Draft | null | Promise<Draft | null>,
  ): Promise<Message> => {
    const [{ conversationId }] = await forMember(id, viewerId)
    await log.append(conversationId, async ({ seq }) => {
      await log.catchUp(conversationId, seq)
      return decide(...(await forMember(id, viewerId)))
    })
    return existing(id)
  }

  return {
    /**
     * Gives the viewer's own message another text, and answers with it as it stands.
     * @throws DomainError NOT_FOUND to strangers; FORBIDDEN to other members, and where one of two blocks the other; CONFLICT
     * when it was deleted
     */
    async edit(viewerId: string, id: string, newText: string): Promise<Message> {
      const text = parseNewText(newText)
      const [message] = await forMember(id, viewerId)
      await discretion.requireUnblocked(message.conversationId)
      return change(id, viewerId, (now) => editMessage(now, viewerId, text))
    },

    /**
     * Takes away what a message says, for everybody; its place stays.
     * @throws DomainError NOT_FOUND to strangers, FORBIDDEN to members who are neither its sender nor an admin
     */
    remove: (viewerId: string, id: string): Promise<Message> => change(id, viewerId, deleteMessage),

    /**
     * Adds a reaction of the viewer's, or takes it away.
     * @throws DomainError NOT_FOUND to strangers, BAD_USER_INPUT for what is no emoji or one kind too many, CONFLICT when the message
     * was deleted, FORBIDDEN to add one where one of two blocks the other
     */
    async react(viewerId: string, id: string, wanted: { emoji: string; added: boolean }): Promise<Message> {
      const reaction = { ...wanted, emoji: parseEmoji(wanted.emoji) }
      const [{ conversationId }] = await forMember(id, viewerId)
      if (reaction.added) await discretion.requireUnblocked(conversationId)
      return change(id, viewerId, async (message) => {
        const [all, own] = await Promise.all([reactions.counts([id]), reactions.own(viewerId, [id])])
        const given = { kinds: all.map(({ emoji }) => emoji), own: new Set(own.map(({ emoji }) => emoji)) }
        return changeReaction(message, viewerId, reaction, given)
      })
    },
  }
}
