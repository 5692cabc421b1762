import { cn } from './class-names.ts'

/** The place of something that is on its way; it shows only if that takes noticeably long. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn('animate-late rounded-lg bg-foreground/8', className)} />
}
