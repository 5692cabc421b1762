import { FileText, X } from 'lucide-react'
import { cn } from '../../ui/class-names.ts'
import { formatByteSize } from '../messages/format-byte-size.ts'
import type { Upload } from './kept-forms.ts'
import { previewOf } from './local-previews.ts'
import { UploadProgress } from './upload-progress.tsx'

/** A file of the draft: how far its upload is, and the way to take it back. */
export function UploadTile({ upload, onRemove }: { upload: Upload; onRemove: () => void }) {
  const { key, file, fileName, attachmentId, problem } = upload
  const preview = previewOf(upload)
  const status = problem !== null ? 'failed' : attachmentId !== null ? 'done' : 'uploading'
  return (
    <div
      data-testid="upload"
      data-status={status}
      title={fileName}
      className={cn(
        'relative flex h-20 items-center overflow-hidden rounded-xl border bg-muted',
        preview ? 'w-20' : 'w-52 gap-2 px-3',
        problem !== null && 'border-destructive',
      )}
    >
      {preview ? (
        // oxlint-disable-next-line nextjs/no-img-element -- the file itself, from memory
        <img src={preview.url} alt={fileName} className="size-full object-cover" />
      ) : (
        <>
          <FileText className="size-5 shrink-0 text-primary" />
          <div className="min-w-0 flex-1 pr-7 text-sm">
            <p className="truncate font-medium">{fileName}</p>
            <p className="truncate text-xs text-muted-foreground">{problem ?? formatByteSize(file.size)}</p>
          </div>
        </>
      )}
      {preview && problem !== null && (
        <p className="absolute inset-x-0 bottom-0 bg-destructive-soft px-1 py-0.5 text-center text-[0.6875rem] leading-tight text-destructive">
          {problem}
        </p>
      )}
      {status === 'uploading' && <UploadProgress uploadKey={key} fileName={fileName} />}
      <button
        type="button"
        aria-label={`Remove ${fileName}`}
        onClick={onRemove}
        className="absolute top-0 right-0 flex size-9 items-start justify-end p-1"
      >
        <span className="flex size-6 items-center justify-center rounded-full bg-foreground/75 text-background">
          <X className="size-3.5" />
        </span>
      </button>
    </div>
  )
}
