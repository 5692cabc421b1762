import { requireUser } from '@colloquy/platform/identity'
import type { Resolvers } from '../resolver-types.generated.ts'
import { referredAttachment } from '../visibility/visibility.ts'
import type { Attachments } from './attachments.ts'

export function attachmentResolvers(attachments: Attachments) {
  return {
    Mutation: {
      createAttachmentUpload: (_, { input }, { identity }) => {
        const viewer = requireUser(identity, 'chats:write')
        return attachments.createUpload(viewer.userId, input)
      },
    },
    Attachment: {
      __resolveReference: ({ id }, context) => referredAttachment(context, id),
      url: (attachment) => attachments.downloadUrl(attachment),
      image: (attachment) => attachments.image(attachment),
    },
  } satisfies Resolvers
}
