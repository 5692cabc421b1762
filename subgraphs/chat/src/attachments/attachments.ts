import { randomUUID } from 'node:crypto'
import type { RateLimit } from '@colloquy/platform/rate-limit'
import type { S3Bucket } from '@colloquy/platform/s3'
import { createClaims } from './claims.ts'
import type { Wanted } from './claims.ts'
import { isInlineImage, servedType } from './content-types.ts'
import { UNUSED_TTL_MS, uploadKey } from './store.ts'
import type { AttachmentStore } from './store.ts'
import { parseUpload } from './upload.ts'

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
  /** In pixels, as shown; null for what is not shown in place. */
  width: number | null
  height: number | null
  /** When what is not needed of it is removed; null once that is done. */
  sweepAt: Date | null
}

/** How long the bytes of a new upload can be sent. */
const UPLOAD_TTL_SECONDS = 600
/** How long a signed URL works at most; at least half of that. */
const DOWNLOAD_TTL_SECONDS = 600

export type Attachments = ReturnType<typeof createAttachments>

/** Uploads, their use in messages, and downloads. Bytes go straight between browsers and the bucket. */
export function createAttachments({
  store,
  bucket,
  limits,
}: {
  store: AttachmentStore
  bucket: S3Bucket
  /** Of one user, in files and in bytes. */
  limits: { files: RateLimit; bytes: RateLimit }
}) {
  const countUpload = async (ownerId: string, byteSize: number) => {
    await limits.files.take(ownerId)
    try {
      await limits.bytes.take(ownerId, byteSize)
    } catch (error) {
      await limits.files.giveBack(ownerId)
      throw error
    }
  }
  const claims = createClaims(store, bucket)

  return {
    /** @throws DomainError BAD_USER_INPUT, or RATE_LIMITED when the owner has uploaded too much already */
    async createUpload(ownerId: string, input: unknown) {
      const file = parseUpload(input)
      const { contentType, byteSize } = file
      await countUpload(ownerId, byteSize)
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
        sweepAt: new Date(Date.now() + UNUSED_TTL_MS),
      }
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
     * send that was cut short can be repeated. What is refused leaves nothing behind.
     * @throws DomainError BAD_USER_INPUT for what is not there, is somebody else's, used, or not what it said to be
     */
    claim: (wanted: Wanted): Promise<void> => claims.claim(wanted),

    /** A URL that saves the file under its name. */
    downloadUrl: (attachment: Attachment): Promise<string> =>
      bucket.presignGet({
        key: attachment.key ?? uploadKey(attachment),
        contentType: servedType(attachment.contentType),
        disposition: `attachment; filename*=UTF-8''${encodeFileName(attachment.fileName)}`,
        ttlSeconds: DOWNLOAD_TTL_SECONDS,
      }),

    /** The picture to show in place; null for all but pictures whose bytes were checked and whose size is known. */
    async image(attachment: Attachment): Promise<{ url: string; width: number; height: number } | null> {
      const { contentType, key, width, height } = attachment
      if (key === null || width === null || height === null || !isInlineImage(contentType)) return null
      const url = await bucket.presignGet({ key, contentType, disposition: 'inline', ttlSeconds: DOWNLOAD_TTL_SECONDS })
      return { url, width, height }
    },
  }
}

/** As RFC 8187 has it: encodeURIComponent leaves a few characters that a header's value may not have. */
const encodeFileName = (fileName: string): string =>
  encodeURIComponent(fileName).replaceAll(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
