import type { DurableEvent } from '@colloquy/schema/topics'

/** Whether the event ends the user's membership. */
export const takesOut = (event: DurableEvent, userId: string): boolean =>
  event.type === 'MembersChanged' && event.leftIds.includes(userId)

/** Whether the event begins the user's membership. */
export const bringsIn = (event: DurableEvent, userId: string): boolean =>
  event.type === 'MembersChanged' && event.joinedIds.includes(userId)
