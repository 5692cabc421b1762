import type { ReactionPayload } from '@colloquy/schema/events/durable-event'
import type { ConversationTopicEvent } from '@colloquy/schema/topics'

type EventOf<Type extends ConversationTopicEvent['type']> = Extract<ConversationTopicEvent, { type: Type }>

/** What stands behind the event types of the schema: the payloads as they were published. */
export type MessageSentEvent = EventOf<'MessageSent'>
export type MessageEditedEvent = EventOf<'MessageEdited'>
export type MessageDeletedEvent = EventOf<'MessageDeleted'>
export type ReactionChangedEvent = EventOf<'ReactionChanged'>
export type UnknownEventPayload = EventOf<'UnknownEvent'>
export type MembersChangedEvent = EventOf<'MembersChanged'>
export type MessagesReadEvent = EventOf<'MessagesRead'>
export type TypingChangedEvent = EventOf<'TypingChanged'>

/** A conversation, of which only the id is known here. */
export interface ConversationReference {
  id: string
}

/** All reactions to a message with one emoji. */
export interface ReactionReference extends ReactionPayload {
  id: string
}
