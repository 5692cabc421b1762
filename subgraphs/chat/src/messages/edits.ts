import { badUserInput, conflict, forbidden, parseInput } from '@colloquy/platform/errors'
import { isSeen } from '@colloquy/schema/rules'
import { z } from 'zod'
import type { Draft } from '../events/entry.ts'
import type { Message } from './messages.ts'
import { NEEDS_CONTENT, messageText } from './new-message.ts'

const newText = z.object({ text: messageText })

/** @throws DomainError BAD_USER_INPUT */
export const parseNewText = (text: unknown): string => parseInput(newText, { text }).text

/** Gives a message another text; null when it has that text. */
export function editMessage(message: Message, editorId: string, text: string): Draft | null {
  if (message.senderId !== editorId) throw forbidden('Only its sender can edit a message.')
  if (message.deletedAt !== null) throw conflict('The message was deleted.')
  if (message.text === text) return null
  if (!isSeen(text) && message.attachmentIds.length === 0) {
    throw badUserInput([{ path: ['text'], message: NEEDS_CONTENT }])
  }
  return { type: 'MessageEdited', messageId: message.id, text }
}
