import { randomUUID } from 'node:crypto'
import { badUserInput } from '@colloquy/platform/errors'
import type { S3Bucket } from '@colloquy/platform/s3'
import type { MessagePayload } from '@colloquy/schema/topics'
import { inspect } from './inspect.ts'
import type { Picture } from './inspect.ts'
import { isInlineImage, servedType } from './content-types.ts'
import { parseUpload } from './upload.ts'
import type { AttachmentStore } from './store.ts'

/** A file of a message, or, until it is used, an upload of its owner's. */
export interface Attachment {
  id: string
  ownerId: string
  fileName: string
  contentType: string
  byteSize: number
  createdAt: Date
  /** The client key of the message that it is part of. */
  usedBy: string | null
  /** The conversation of that message. */
  conversationId: string | null
  /** Where the bytes are that were checked when it was used; until then null, and the upload can still be written. */
  key: string | null
  /** In pixels; null for what is no picture, or one that does not say. */
  width: number | null
  height: number | null
}

/** An upload's bytes, copied and checked. */
interface Taken {
  key: string
  picture: Picture | null
}

/** How long the bytes of a new upload can be sent. */
const UPLOAD_TTL_SECONDS = 600
/** How long a signed URL works at most; at least half of that. */
const DOWNLOAD_TTL_SECONDS = 600

export type Attachments = ReturnType<typeof createAttachments>

/** Uploads, their use in messages, and downloads. Bytes go straight between browsers and the bucket. */
export function createAttachments({ store, bucket }: { store: AttachmentStore; bucket: S3Bucket }) {
  /**
   * Copies an upload to where nobody can write, and checks the copy: the upload's own URL still works for a while.
   * @throws DomainError BAD_USER_INPUT unless the file is what its upload said
   */
  const take = async (upload: Attachment, path: (string | number)[]): Promise<Taken> => {
    const key = `attachments/${upload.ownerId}/${upload.id}/${randomUUID()}`
    const refuse = (message: string) => badUserInput([{ path, message }])
    if (!(await bucket.copy(uploadKey(upload), key))) throw refuse('Its bytes have not arrived.')
    if ((await bucket.sizeOf(key)) !== upload.byteSize) throw refuse('It has another size than was said.')
    const outcome = await inspect(upload.contentType, (maxBytes) => bucket.readStart(key, maxBytes))
    if ('problem' in outcome) throw refuse(outcome.problem)
    return { key, picture: outcome.picture }
  }

  return {
    async createUpload(ownerId: string, input: unknown) {
      const file = parseUpload(input)
      const attachment: Attachment = {
        id: randomUUID(),
        ownerId,
        ...file,
        createdAt: new Date(),
        usedBy: null,
        conversationId: null,
        key: null,
        width: null,
        height: null,
      }
      const { contentType, byteSize } = file
      const put = await bucket.presignPut({
        key: uploadKey(attachment),
        contentType,
        byteSize,
        ttlSeconds: UPLOAD_TTL_SECONDS,
      })
      await store.insert(attachment)
      return { id: attachment.id, ...put }
    },

    /**
     * Makes uploads part of the message with that client key, for good; asking again for the same message is fine, so a
     * send that was cut short can be repeated.
     * @throws DomainError BAD_USER_INPUT for what is not there, is somebody else's, used, or not what it said to be
     */
    async claim({
      ids,
      ownerId,
      conversationId,
      usedBy,
    }: {
      ids: string[]
      ownerId: string
      conversationId: string
      usedBy: string
    }): Promise<MessagePayload['attachments']> {
      if (ids.length === 0) return []
      const own = new Map((await store.byIds(ids)).filter((a) => a.ownerId === ownerId).map((a) => [a.id, a]))
      const checked = await Promise.all(
        ids.map(async (id, index) => {
          const path = ['input', 'attachmentIds', index]
          const attachment = own.get(id)
          if (!attachment) throw badUserInput([{ path, message: 'There is no such upload of yours.' }])
          if (attachment.usedBy === usedBy) return { attachment, taken: null, path }
          if (attachment.usedBy !== null) throw badUserInput([{ path, message: 'It is part of another message.' }])
          return { attachment, taken: await take(attachment, path), path }
        }),
      )
      for (const { attachment, taken, path } of checked) {
        const isOurs = taken === null || (await store.use(attachment.id, { usedBy, conversationId, ...taken }))
        if (!isOurs) throw badUserInput([{ path, message: 'It is part of another message.' }])
      }
      return checked.map(({ attachment: { id, fileName, contentType, byteSize } }) => ({
        id,
        fileName,
        contentType,
        byteSize,
      }))
    },

    /** A URL that saves the file under its name. */
    downloadUrl: (attachment: Attachment): Promise<string> =>
      bucket.presignGet({
        key: attachment.key ?? uploadKey(attachment),
        contentType: servedType(attachment.contentType),
        disposition: `attachment; filename*=UTF-8''${encodeFileName(attachment.fileName)}`,
        ttlSeconds: DOWNLOAD_TTL_SECONDS,
      }),

    /** The picture to show in place; null for all that is not a picture whose bytes were checked. */
    async image(attachment: Attachment): Promise<{ url: string; width: number | null; height: number | null } | null> {
      const { contentType, key, width, height } = attachment
      if (key === null || !isInlineImage(contentType)) return null
      const url = await bucket.presignGet({ key, contentType, disposition: 'inline', ttlSeconds: DOWNLOAD_TTL_SECONDS })
      return { url, width, height }
    },
  }
}

/** Where an upload's bytes are put. What is there and was never used can be removed by age. */
const uploadKey = ({ ownerId, id }: Attachment): string => `uploads/${ownerId}/${id}`

/** As RFC 8187 has it: encodeURIComponent leaves a few characters that a header's value may not have. */
const encodeFileName = (fileName: string): string =>
  encodeURIComponent(fileName).replaceAll(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
