import { Download, X } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'

interface PictureViewerProps {
  source: string | undefined
  fileName: string
  downloadUrl: string
  onClose: () => void
}

/** A picture as large as the screen allows. */
export function PictureViewer({ source, fileName, downloadUrl, onClose }: PictureViewerProps) {
  const [opener] = useState(() => document.activeElement)
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/85" />
        <Dialog.Content
          aria-describedby={undefined}
          onClick={onClose}
          onCloseAutoFocus={() => opener instanceof HTMLElement && opener.focus()}
          data-theme="dark"
          className="fixed inset-0 z-50 flex flex-col text-foreground outline-none"
        >
          <header className="pt-safe flex items-center gap-1 p-3">
            <Dialog.Title className="min-w-0 flex-1 truncate px-2 text-sm">{fileName}</Dialog.Title>
            <Button asChild variant="ghost" size="icon">
              <a href={downloadUrl} download={fileName} aria-label="Download" target="_blank" rel="noopener noreferrer">
                <Download />
              </a>
            </Button>
            <Dialog.Close asChild>
              <Button variant="ghost" size="icon" aria-label="Close">
                <X />
              </Button>
            </Dialog.Close>
          </header>
          <div className="flex min-h-0 flex-1 items-center justify-center p-4 pt-0">
            {/* oxlint-disable-next-line nextjs/no-img-element -- a signed URL of the bucket */}
            <img src={source} alt={fileName} className="max-h-full max-w-full rounded-lg object-contain" />
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
