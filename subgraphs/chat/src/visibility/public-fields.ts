import type { PublicFields } from '@colloquy/platform/public-fields'

/**
 * What an event may tell to everybody who was a member when it happened, whoever of them has left since: what cannot
 * change after it, and the files that came with it. A service reads nothing else; what depends on a membership, or on
 * who asks, is `@perViewer`. A message's text and quote can change: they are in the event, and are not read again for it.
 */
export const PUBLIC_FIELDS = {
  Conversation: ['id', 'kind', 'createdAt'],
  Message: ['id', 'seq', 'conversation', 'sender', 'clientId', 'attachments', 'sentAt'],
  Attachment: ['id', 'fileName', 'contentType', 'byteSize', 'url', 'image'],
  Image: ['url', 'width', 'height'],
  User: ['id'],
} satisfies PublicFields
