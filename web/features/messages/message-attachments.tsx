import { Download, FileText } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { graphql } from '../../graphql/generated/gql.ts'
import type { MessageAttachmentFragment } from '../../graphql/generated/graphql.ts'
import { useChat } from '../chat/chat-provider.tsx'
import { UploadProgress } from '../composer/upload-progress.tsx'
import { isPending } from '../composer/uploads.ts'
import { useStore } from '../store/store.ts'
import { localPreview } from '../composer/local-previews.ts'
import { formatByteSize } from './format-byte-size.ts'
import { useFreshAttachment } from './use-fresh-attachment.ts'

graphql(`
  fragment MessageAttachment on Attachment {
    id
    fileName
    contentType
    byteSize
    url
    image {
      url
      width
      height
    }
  }
`)

const PictureViewer = lazy(async () => ({ default: (await import('./picture-viewer.tsx')).PictureViewer }))

const MAX_WIDTH = 320
const MAX_HEIGHT = 360
/** Of pictures whose size is not known. */
const FALLBACK = { width: 320, height: 240 }

interface AttachmentProps {
  messageId: string
  attachment: MessageAttachmentFragment
}

export function MessageAttachment({ messageId, attachment }: AttachmentProps) {
  const { chat } = useChat()
  const isUploading = useStore(chat.uploads.all, (uploads) => isPending(uploads.get(attachment.id)))
  const isPicture = attachment.image !== null || localPreview(attachment.id) !== null
  return (
    <div className="relative max-w-full">
      {isPicture ? (
        <Picture messageId={messageId} attachment={attachment} />
      ) : (
        <FileCard messageId={messageId} attachment={attachment} />
      )}
      {isUploading && <UploadProgress uploadKey={attachment.id} fileName={attachment.fileName} />}
    </div>
  )
}

function Picture({ messageId, attachment }: AttachmentProps) {
  const { fresh, refresh } = useFreshAttachment(messageId, attachment)
  const [isViewed, setIsViewed] = useState(false)
  const local = localPreview(attachment.id)
  const { width, height } = fit(local ?? fresh.image)
  const source = local?.url ?? fresh.image?.url

  return (
    <>
      <button
        type="button"
        aria-label={`View ${attachment.fileName}`}
        onClick={() => setIsViewed(true)}
        style={{ width, aspectRatio: `${width} / ${height}` }}
        className="block max-w-full overflow-hidden rounded-2xl bg-muted"
      >
        {/* oxlint-disable-next-line nextjs/no-img-element -- signed URLs of the bucket, of the size they are needed in */}
        <img
          src={source}
          alt={attachment.fileName}
          data-testid="message-picture"
          loading="lazy"
          decoding="async"
          onError={() => void refresh()}
          className="size-full object-cover"
        />
      </button>
      {isViewed && (
        <Suspense>
          <PictureViewer
            source={source}
            fileName={attachment.fileName}
            downloadUrl={fresh.url}
            onClose={() => setIsViewed(false)}
          />
        </Suspense>
      )}
    </>
  )
}

function FileCard({ messageId, attachment }: AttachmentProps) {
  const { fresh, refresh } = useFreshAttachment(messageId, attachment)
  return (
    <a
      href={fresh.url}
      download={attachment.fileName}
      target="_blank"
      rel="noopener noreferrer"
      data-testid="message-file"
      // Its address works for a limited time only: ask for a new one as soon as somebody is about to follow it.
      onPointerEnter={() => void refresh()}
      onFocus={() => void refresh()}
      className="flex max-w-80 items-center gap-3 rounded-2xl border bg-background/60 p-3 no-underline hover:bg-accent"
    >
      <FileText className="size-6 shrink-0 text-primary" />
      <span className="min-w-0 flex-1">
        <span className="block truncate text-sm font-medium">{attachment.fileName}</span>
        <span className="block text-xs text-muted-foreground">{formatByteSize(attachment.byteSize)}</span>
      </span>
      <Download className="size-4 shrink-0 text-muted-foreground" />
    </a>
  )
}

/** The box of a picture, reserved before it arrives: its own shape, within bounds. */
function fit(size: { width: number | null; height: number | null } | null): { width: number; height: number } {
  const width = size?.width ?? FALLBACK.width
  const height = size?.height ?? FALLBACK.height
  const scale = Math.min(1, MAX_WIDTH / width, MAX_HEIGHT / height)
  return { width: Math.max(72, Math.round(width * scale)), height: Math.max(48, Math.round(height * scale)) }
}
