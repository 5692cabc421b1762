import { badUserInput, forbidden, notFound } from '@colloquy/platform/errors'
import { MAX_MEMBERS } from '@colloquy/schema/rules'
import type { Draft } from '../events/entry.ts'
import type { Membership } from './members.ts'

/** Who may do what to whom: everybody acts on lower ranks only. */
const RANK = { OWNER: 2, ADMIN: 1, MEMBER: 0 } as const

type Person = Pick<Membership, 'userId' | 'role'>

/** @throws DomainError FORBIDDEN to simple members */
export function requireAdmin({ role }: Person): void {
  if (RANK[role] < RANK.ADMIN) throw forbidden('This is for the owner and the admins of the group.')
}

/** Adds those who are not members yet; null when all are. */
export function addMembers(by: Person, presentIds: string[], askedIds: string[], memberCount: number): Draft | null {
  requireAdmin(by)
  const present = new Set(presentIds)
  const joinedIds = [...new Set(askedIds)].filter((id) => !present.has(id))
  if (joinedIds.length === 0) return null
  if (memberCount + joinedIds.length > MAX_MEMBERS) {
    throw badUserInput([{ path: ['userIds'], message: `A group has at most ${MAX_MEMBERS} members.` }])
  }
  return { type: 'MembersChanged', joinedIds, leftIds: [], byId: by.userId }
}

/** Takes a member out. */
export function removeMember(by: Person, member: Person | null): Draft {
  requireAdmin(by)
  if (!member) throw notFound('member')
  if (member.userId === by.userId) {
    throw badUserInput([{ path: ['userId'], message: 'To leave by yourself is leaveConversation.' }])
  }
  if (RANK[member.role] >= RANK[by.role]) throw forbidden('Only somebody of a higher role can remove this member.')
  return { type: 'MembersChanged', joinedIds: [], leftIds: [member.userId], byId: by.userId }
}

/** Leaves; after an owner the member who joined first owns the group. */
export function leave(member: Person, heirId: string | null): Draft {
  const draft: Draft = { type: 'MembersChanged', joinedIds: [], leftIds: [member.userId], byId: member.userId }
  return member.role === 'OWNER' && heirId !== null ? { ...draft, ownerId: heirId } : draft
}
