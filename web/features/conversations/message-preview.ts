import type { LastMessageFragment } from '../../graphql/generated/graphql.ts'
import type { Conversation } from '../chat/conversation.ts'
import { plainText } from '../message-text/plain-text.ts'

/** The last message in one line of plain words, with who said it where that is not plain. */
export function messagePreview(message: LastMessageFragment, kind: Conversation['kind'], viewerId: string): string {
  const said = message.deletedAt === null ? plainText(message.text) || attachmentsText(message.attachments) : DELETED
  if (message.sender.id === viewerId) return `You: ${said}`
  return kind === 'GROUP' ? `${message.sender.name.split(/\s+/)[0]}: ${said}` : said
}

const DELETED = 'Message deleted'

function attachmentsText(attachments: LastMessageFragment['attachments']): string {
  const pictures = attachments.filter(({ contentType }) => contentType.startsWith('image/')).length
  if (pictures === attachments.length) return pictures === 1 ? 'Picture' : `${pictures} pictures`
  return attachments.length === 1 ? 'File' : `${attachments.length} files`
}
