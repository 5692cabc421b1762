import { useEffect } from 'react'
import { Toaster as Sonner, toast as show } from 'sonner'
import type { Toast } from './toast.ts'
import { toasts } from './toast.ts'

export function Toasts({ waiting }: { waiting: readonly Toast[] }) {
  // Sonner, below, listens by now: effects of children come first.
  useEffect(() => {
    if (waiting.length === 0) return
    for (const { kind, text } of waiting) show[kind](text)
    toasts.shown()
  }, [waiting])

  return (
    <Sonner
      position="top-center"
      theme="system"
      toastOptions={{
        classNames: {
          toast: '!bg-popover !text-foreground !border-border !rounded-xl !shadow-lg',
          description: '!text-muted-foreground',
        },
      }}
    />
  )
}
