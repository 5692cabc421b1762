import { parseInput } from '@colloquy/platform/errors'
import type { QuotePayload } from '@colloquy/schema/events/durable-event'
import { MAX_ATTACHMENTS, MAX_TEXT_LENGTH, isAtMost, isSeen, quotedText } from '@colloquy/schema/rules'
import { z } from 'zod'
import type { Message } from './messages.ts'

/** Longest id that a client gives a message. */
export const MAX_CLIENT_ID_LENGTH = 100
const id = z.string().min(1).max(64)

/** What somebody types, with its marks of Markdown. */
export const messageText = z
  .string()
  .refine((text) => isAtMost(text, MAX_TEXT_LENGTH), `At most ${MAX_TEXT_LENGTH} characters.`)

export const NEEDS_CONTENT = 'A message needs text or attachments.'

const newMessage = z
  .object({
    conversationId: id,
    clientId: z.string().min(1).max(MAX_CLIENT_ID_LENGTH),
    text: messageText.nullish().transform((text) => text ?? ''),
    attachmentIds: z
      .array(id)
      .max(MAX_ATTACHMENTS)
      .refine((ids) => new Set(ids).size === ids.length, 'Each upload can be used once.')
      .nullish()
      .transform((ids) => ids ?? []),
    replyToId: id.nullish().transform((replyToId) => replyToId ?? null),
  })
  .refine(({ text, attachmentIds }) => isSeen(text) || attachmentIds.length > 0, {
    path: ['text'],
    message: NEEDS_CONTENT,
  })

/** @throws DomainError BAD_USER_INPUT */
export const parseNewMessage = (input: unknown) => parseInput(newMessage, input, ['input'])

/** What an answer shows of the message that it answers. */
export function quoteOf({ id, seq, senderId, text, deletedAt }: Message): QuotePayload {
  return { messageId: id, seq, senderId, text: quotedText(text), deletedAt: deletedAt?.toISOString() ?? null }
}
