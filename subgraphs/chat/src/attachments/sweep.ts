import type { S3Bucket } from '@colloquy/platform/s3'
import { uploadKey } from './store.ts'
import type { AttachmentStore } from './store.ts'

type HasAttachment = (clientKey: string, attachmentId: string) => Promise<boolean>

/** Most uploads that one sweep looks at. */
const MAX_SWEPT = 100

/**
 * Removes what uploads leave behind: the bytes that were put, once they have been copied, and all there is of an upload
 * that no message came to have, or has any more.
 * @param hasAttachment whether there is a message with that client key, and it has the file with that id
 */
export const createUploadSweep =
  (store: AttachmentStore, bucket: S3Bucket, hasAttachment: HasAttachment) =>
  async (now = new Date()): Promise<void> => {
    for (const upload of await store.due(now, MAX_SWEPT)) {
      await bucket.remove(uploadKey(upload))
      if (upload.usedBy !== null && (await hasAttachment(upload.usedBy, upload.id))) {
        await store.settle(upload.id)
      } else {
        if (upload.key !== null) await bucket.remove(upload.key)
        await store.remove(upload)
      }
    }
  }
