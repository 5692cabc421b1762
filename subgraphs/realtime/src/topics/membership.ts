import type { DurableEvent } from '@colloquy/schema/events/durable-event'

const NOBODY: readonly string[] = []

/** Whose memberships an event ends. */
export function leftBy(event: DurableEvent): readonly string[] {
  switch (event.type) {
    case 'MembersChanged':
      return event.leftIds
    case 'MessageSent':
    case 'MessageEdited':
    case 'MessageDeleted':
    case 'ReactionChanged':
    case 'UnknownEvent':
      return NOBODY
    default:
      return event satisfies never
  }
}

/** Whether the event ends the user's membership. */
export const takesOut = (event: DurableEvent, userId: string): boolean => leftBy(event).includes(userId)
