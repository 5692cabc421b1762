import { describedNumbers } from '@colloquy/platform/testing/described-numbers'
import {
  MAX_ATTACHMENTS,
  MAX_FILE_BYTES,
  MAX_FILE_NAME_LENGTH,
  MAX_MEMBERS,
  MAX_MEMBERS_PER_REQUEST,
  MAX_REACTION_KINDS,
  MAX_TEXT_LENGTH,
  MAX_TITLE_LENGTH,
  QUOTE_LENGTH,
  TYPING_SHOWN_MS,
} from '@colloquy/schema/rules'
import { expect, test } from 'vitest'
import { defaultUploadLimits } from './attachments/limits.ts'
import { UNUSED_TTL_MS } from './attachments/store.ts'
import { DEFAULT_PAGE_SIZE } from './messages/history.ts'
import { MAX_CLIENT_ID_LENGTH } from './messages/new-message.ts'
import { MAX_PAGE_SIZE } from './paging.ts'
import { INVITATIONS_PER_DAY } from './people/invitations.ts'

const HOUR_MS = 3_600_000
const page = [1, MAX_PAGE_SIZE]

test('every number in a description is the one that holds', () => {
  const { filesPerDay, bytesPerDay } = defaultUploadLimits
  expect(describedNumbers(import.meta.dirname)).toEqual({
    'Mutation.createAttachmentUpload': [UNUSED_TTL_MS / HOUR_MS, filesPerDay, bytesPerDay / 2 ** 30, 24],
    'UploadInput.fileName': [1, MAX_FILE_NAME_LENGTH],
    'UploadInput.byteSize': [1, MAX_FILE_BYTES, MAX_FILE_BYTES / 2 ** 20],
    'Query.conversations': page,
    'Mutation.openDirectConversation': [INVITATIONS_PER_DAY.strangers, INVITATIONS_PER_DAY.people],
    'CreateGroupInput.title': [1, MAX_TITLE_LENGTH],
    'CreateGroupInput.memberIds': [MAX_MEMBERS_PER_REQUEST],
    'Mutation.addMembers': [MAX_MEMBERS_PER_REQUEST, MAX_MEMBERS],
    'Conversation.members': page,
    'Conversation.messages': [...page, DEFAULT_PAGE_SIZE],
    'Mutation.editMessage': [MAX_TEXT_LENGTH],
    'Message.attachments': [MAX_ATTACHMENTS],
    'Message.quote': [QUOTE_LENGTH],
    'SendMessageInput.clientId': [1, MAX_CLIENT_ID_LENGTH],
    'SendMessageInput.text': [MAX_TEXT_LENGTH],
    'SendMessageInput.attachmentIds': [MAX_ATTACHMENTS],
    'Mutation.addReaction': [MAX_REACTION_KINDS + 1],
    'Message.reactions': [MAX_REACTION_KINDS],
    'Reaction.users': page,
    'Mutation.setTyping': [TYPING_SHOWN_MS / 1_000],
  })
})
