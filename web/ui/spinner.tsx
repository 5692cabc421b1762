import { LoaderCircle } from 'lucide-react'
import { cn } from './class-names.ts'

export function Spinner({ label = 'Loading', className }: { label?: string; className?: string }) {
  return (
    <output className={cn('inline-flex text-muted-foreground', className)}>
      <LoaderCircle className="size-5 animate-spin" aria-hidden />
      <span className="sr-only">{label}</span>
    </output>
  )
}
