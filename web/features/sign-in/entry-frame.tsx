import type { ReactNode } from 'react'
import { Wordmark } from '../../ui/wordmark.tsx'

/** The quiet page around signing in and introducing oneself. */
export function EntryFrame({ children }: { children: ReactNode }) {
  return (
    <main className="pt-safe pb-safe flex min-h-dvh flex-col items-center justify-center bg-sidebar px-5 py-10">
      <div className="w-full max-w-[26rem]">
        <div className="mb-8 flex justify-center">
          <Wordmark />
        </div>
        <div className="animate-enter rounded-3xl border bg-background p-6 shadow-xs sm:p-8">{children}</div>
        <p className="mt-6 text-center text-sm text-muted-foreground">A quiet place to talk.</p>
      </div>
    </main>
  )
}
