import { randomUUID } from 'node:crypto'
import { badUserInput, parseInput } from '@colloquy/platform/errors'
import { MAX_MEMBERS_PER_REQUEST, groupTitle } from '@colloquy/schema/rules'
import { z } from 'zod'
import type { EventLog } from '../events/log.ts'
import type { Invitations } from '../people/invitations.ts'
import { cannotBeInvited, cannotBeReached } from '../users.ts'
import type { ConversationStore } from './store.ts'

/** Two people, or a group, as its applied events have made it. */
export interface Conversation {
  id: string
  kind: 'DIRECT' | 'GROUP'
  /** The two of a direct conversation, for good; of a group, nobody. */
  peerIds: string[]
  title: string | null
  createdAt: Date
  /** Seq of the newest applied event. */
  lastSeq: number
  /** How many messages there are. */
  lastOrdinal: number
  memberCount: number
  lastMessageId: string | null
  /** When the newest message was sent, or, without one, when the conversation began. */
  lastActivityAt: Date
  /** When the newest event was committed, in milliseconds since the epoch; of several clocks the one that is ahead counts. */
  lastEventAtMs: number
}

/** A conversation whose first event, which says who its members are, may not be written yet. */
export interface Founding {
  id: string
  kind: Conversation['kind']
  title: string | null
  /** Of a direct conversation: see {@link directKeyOf}. */
  directKey?: string
  byId: string
  memberIds: string[]
  atMs: number
}

/** Two people have one direct conversation, whoever opens it. Ids have no colon. */
export const directKeyOf = (userId: string, otherId: string): string => [userId, otherId].toSorted().join(':')
/** The two of a direct key. */
export const peersOfKey = (directKey: string | undefined): string[] => directKey?.split(':') ?? []

const userId = z.string().min(1).max(64)
const newGroup = z.object({
  title: groupTitle,
  memberIds: z
    .array(userId)
    .max(MAX_MEMBERS_PER_REQUEST, `At most ${MAX_MEMBERS_PER_REQUEST} in one request; add more with addMembers.`),
})

export type Conversations = ReturnType<typeof createConversations>

/** How conversations begin. Each is made by its first event, so one cut short is completed by whoever comes next. */
export function createConversations({
  store,
  log,
  invitations,
}: {
  store: Pick<ConversationStore, 'byDirectKey' | 'insert' | 'unfounded'>
  log: Pick<EventLog, 'append' | 'catchUp'>
  invitations: Invitations
}) {
  const found = async ({ id, kind, byId, memberIds }: Founding): Promise<string> => {
    await log.append(id, async ({ seq }) => {
      if (seq > 0) return null
      const ownerId = kind === 'GROUP' ? byId : undefined
      return { type: 'MembersChanged', joinedIds: memberIds, leftIds: [], byId, ownerId }
    })
    await log.catchUp(id, 1)
    return id
  }

  return {
    /** The id of the direct conversation of two users: the existing one, or a new one. */
    async openDirect(viewerId: string, otherId: string): Promise<string> {
      parseInput(userId, otherId, ['userId'])
      if (otherId === viewerId) {
        throw badUserInput([{ path: ['userId'], message: 'A direct conversation is with somebody else.' }])
      }
      const directKey = directKeyOf(viewerId, otherId)
      const existing = await store.byDirectKey(directKey)
      if (existing) return existing.founding ? found(existing.founding) : existing.id
      const { refused } = await invitations.invite(viewerId, [otherId])
      if (refused.size > 0) throw cannotBeReached()
      const founding: Founding = {
        id: randomUUID(),
        kind: 'DIRECT',
        title: null,
        directKey,
        byId: viewerId,
        memberIds: [viewerId, otherId],
        atMs: Date.now(),
      }
      if (await store.insert(founding)) return found(founding)
      // The other one opened it at the same moment.
      const theirs = await store.byDirectKey(directKey)
      if (!theirs) throw new Error('A direct conversation was taken and is gone.')
      return theirs.founding ? found(theirs.founding) : theirs.id
    },

    /** The id of a new group of the viewer, who owns it, and others. */
    async createGroup(viewerId: string, input: unknown): Promise<string> {
      const { title, memberIds } = parseInput(newGroup, input, ['input'])
      const others = [...new Set(memberIds)].filter((id) => id !== viewerId)
      const { refused } = await invitations.invite(viewerId, others)
      if (refused.size > 0) throw cannotBeInvited(memberIds, refused, ['input', 'memberIds'])
      const founding: Founding = {
        id: randomUUID(),
        kind: 'GROUP',
        title,
        byId: viewerId,
        memberIds: [viewerId, ...others],
        atMs: Date.now(),
      }
      await store.insert(founding)
      return found(founding)
    },

    /** Completes conversations that were begun longer ago than that and have no members yet. */
    async finishFoundings(olderThanMs: number): Promise<void> {
      const foundings = await store.unfounded(Date.now() - olderThanMs)
      await Promise.all(foundings.map(found))
    },
  }
}
