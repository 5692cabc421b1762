import type { ApolloClient } from '@apollo/client'
import { errorText, refusedPlaces } from '../../graphql/errors.ts'
import type { SendMessageInput } from '../../graphql/generated/graphql.ts'
import { holdLock } from '../device/hold-lock.ts'
import { waitToRetry } from '../live/backoff.ts'
import type { Drafts } from './drafts.ts'
import { createDrafts } from './drafts.ts'
import { judgeSending } from './judge-sending.ts'
import type { Kept } from './kept.ts'
import type { Outbox } from './outbox.ts'
import { createOutbox } from './outbox.ts'
import { uploadFile } from './upload-file.ts'
import type { Uploads } from './uploads.ts'
import { createUploads, UploadFailed } from './uploads.ts'

export interface Sending {
  drafts: Drafts
  uploads: Uploads
  outbox: Outbox
  /** Uploads and sends until the signal is aborted, in turns with the account's other tabs. */
  run: (signal: AbortSignal) => void
}

interface SendingOptions {
  apollo: ApolloClient
  viewerId: string
  kept: Kept
  send: (input: SendMessageInput & { conversationId: string }) => Promise<void>
}

/** All that is written and not sent yet, and what sends it. */
export function createSending({ apollo, viewerId, kept, send }: SendingOptions): Sending {
  const shared = { judge: judgeSending, wait: waitToRetry }
  const uploads = createUploads({
    ...shared,
    kept: kept.uploads,
    put: (upload, onProgress, signal) => uploadFile(apollo, upload, onProgress, signal),
  })
  const outbox = createOutbox({
    ...shared,
    kept: kept.outgoing,
    files: uploads,
    deliver: async ({ conversationId, clientId, text, replyTo, files }, signal) => {
      const attachmentIds = await uploads.attachmentIds(files, signal)
      if (signal.aborted) return
      const input = { conversationId, clientId, text, attachmentIds, replyToId: replyTo?.messageId ?? null }
      await send(input).catch((error: unknown) => {
        const faulty = refusedPlaces(error, 'attachmentIds').flatMap((place) => files[place] ?? [])
        throw faulty.length > 0 ? new UploadFailed(errorText(error), faulty, { cause: error }) : error
      })
    },
  })
  return {
    drafts: createDrafts(kept.drafts),
    uploads,
    outbox,
    run: (signal) => {
      uploads.run(signal)
      void holdLock(`colloquy:outbox:${viewerId}`, signal, () => outbox.send(signal))
    },
  }
}
