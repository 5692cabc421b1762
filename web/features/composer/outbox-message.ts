import type { Viewer } from '../profile/viewer.ts'
import type { ChatMessage } from '../chat/message-log.ts'
import type { OutboxItem, Upload } from './kept-forms.ts'
import { localUrl, previewOf } from './local-previews.ts'

type Uploads = ReadonlyMap<string, Upload>

/** A message on its way as it will look, to be shown until the server's own is here. */
export function outboxMessage(item: OutboxItem, { id, name, username }: Viewer, uploads: Uploads): ChatMessage {
  const { clientId, text, writtenAt, replyTo, files } = item
  return {
    id: clientId,
    clientId,
    seq: Number.MAX_SAFE_INTEGER,
    // Any version of the server's own is later.
    version: 0,
    text,
    sentAt: writtenAt,
    editedAt: null,
    deletedAt: null,
    sender: { id, name, username },
    quote: replyTo && { ...replyTo, deletedAt: null },
    reactions: [],
    attachments: files.flatMap((key) => {
      const upload = uploads.get(key)
      if (!upload) return []
      const { fileName, contentType, file } = upload
      return [{ id: key, fileName, contentType, byteSize: file.size, url: localUrl(upload), image: previewOf(upload) }]
    }),
  }
}
