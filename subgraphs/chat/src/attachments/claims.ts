import { randomUUID } from 'node:crypto'
import { badUserInput } from '@colloquy/platform/errors'
import type { S3Bucket } from '@colloquy/platform/s3'
import type { Attachment } from './attachments.ts'
import { INSPECTED_BYTES, inspect } from './inspect.ts'
import type { Picture } from './picture.ts'
import { uploadKey } from './store.ts'
import type { AttachmentStore } from './store.ts'

/** Uploads that one message wants to have. */
export interface Wanted {
  ids: string[]
  ownerId: string
  conversationId: string
  /** The client key of the message. */
  usedBy: string
}

/** An upload whose bytes are what it said, as they were when they had that ETag. */
interface Checked {
  attachment: Attachment
  etag: string
  picture: Picture | null
}

/** Undoes what was done for one upload. */
type Undo = () => Promise<void>

/**
 * How uploads become part of a message: all are checked, then copied to where nobody can write (an upload's own URL still
 * works for a while), then marked as used. When one is refused, what was done for the others is undone; what a failure of
 * the bucket or the database leaves is taken up by a repeated send, or swept.
 */
export function createClaims(store: AttachmentStore, bucket: S3Bucket) {
  const check = async (
    attachment: Attachment | undefined,
    { usedBy }: Wanted,
  ): Promise<Attachment | Checked | string> => {
    if (!attachment) return 'There is no such upload of yours.'
    if (attachment.usedBy === usedBy) return attachment
    if (attachment.usedBy !== null) return 'It is part of another message.'
    const start = await bucket.readStart(uploadKey(attachment), INSPECTED_BYTES)
    if (!start) return 'Its bytes have not arrived.'
    if (start.byteSize !== attachment.byteSize) return 'It has another size than was said.'
    const outcome = await inspect(attachment.contentType, start.bytes)
    return 'problem' in outcome ? outcome.problem : { attachment, etag: start.etag, picture: outcome.picture }
  }

  const use = async (checked: Attachment | Checked, { usedBy, conversationId }: Wanted): Promise<Undo | string> => {
    if (!('attachment' in checked)) return async () => {}
    const { attachment, etag, picture } = checked
    const key = `attachments/${attachment.ownerId}/${attachment.id}/${randomUUID()}`
    const isCopied = await bucket.copy({ key: uploadKey(attachment), etag }, key)
    if (!isCopied) return 'It was changed while it was being checked.'
    if (await store.use(attachment.id, { usedBy, conversationId, key, picture })) {
      return async () => {
        await store.release(attachment.id, key)
        await bucket.remove(key)
      }
    }
    await bucket.remove(key)
    // The same send, repeated while the first one is under way, has it already.
    const [now] = await store.byIds([attachment.id])
    return now?.usedBy === usedBy ? async () => {} : 'It is part of another message.'
  }

  return {
    /** @throws DomainError BAD_USER_INPUT that names each id at fault */
    async claim(wanted: Wanted): Promise<void> {
      const { ids, ownerId } = wanted
      if (ids.length === 0) return
      const own = new Map((await store.byIds(ids)).filter((a) => a.ownerId === ownerId).map((a) => [a.id, a]))
      const outcomes = await Promise.all(ids.map((id) => check(own.get(id), wanted)))
      const checked = withoutProblems(outcomes)
      const uses = await Promise.all(checked.map((each) => use(each, wanted)))
      try {
        withoutProblems(uses)
      } catch (error) {
        await Promise.all(uses.flatMap((undo) => (typeof undo === 'string' ? [] : [undo()])))
        throw error
      }
    },
  }
}

/** @throws DomainError BAD_USER_INPUT with each problem at its place among the ids */
function withoutProblems<Outcome extends object>(outcomes: (Outcome | string)[]): Outcome[] {
  const issues = outcomes.flatMap((outcome, index) =>
    typeof outcome === 'string' ? [{ path: ['input', 'attachmentIds', index], message: outcome }] : [],
  )
  if (issues.length > 0) throw badUserInput(issues)
  return outcomes.filter((outcome): outcome is Outcome => typeof outcome !== 'string')
}
