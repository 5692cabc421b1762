'use client'

import { Toaster as Sonner } from 'sonner'

export function Toaster() {
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
