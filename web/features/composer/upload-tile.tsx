import { FileText, X } from 'lucide-react'
import { cn } from '../../ui/class-names.ts'
import { formatByteSize } from '../messages/format-byte-size.ts'
import type { Upload } from './upload.ts'

/** A file of the draft: how far its upload is, and the way to take it back. */
export function UploadTile({ upload, onRemove }: { upload: Upload; onRemove: () => void }) {
  const { fileName, byteSize, preview, state } = upload
  return (
    <div
      data-testid="upload"
      data-status={state.status}
      title={fileName}
      className={cn(
        'relative flex h-20 items-center overflow-hidden rounded-xl border bg-muted',
        preview ? 'w-20' : 'w-52 gap-2 px-3',
        state.status === 'failed' && 'border-destructive',
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
            <p className="truncate text-xs text-muted-foreground">
              {state.status === 'failed' ? state.problem : formatByteSize(byteSize)}
            </p>
          </div>
        </>
      )}
      {preview && state.status === 'failed' && (
        <p className="absolute inset-x-0 bottom-0 bg-destructive-soft px-1 py-0.5 text-center text-[0.6875rem] leading-tight text-destructive">
          {state.problem}
        </p>
      )}
      {state.status === 'uploading' && (
        <progress
          aria-label={`Uploading ${fileName}`}
          value={state.fraction}
          className="absolute inset-x-1.5 bottom-1.5 h-1.5 w-[calc(100%-0.75rem)] appearance-none overflow-hidden rounded-full [&::-moz-progress-bar]:bg-primary [&::-webkit-progress-bar]:bg-background/80 [&::-webkit-progress-value]:bg-primary"
        />
      )}
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
