/** The product's mark: one voice, and another answering. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" fill="none" aria-hidden className={className}>
      <rect width="32" height="32" rx="9" className="fill-primary" />
      <path d="M7 13.5A6.5 6.5 0 0 1 13.5 7h1a6.5 6.5 0 0 1 0 13H9.6L7 22.2Z" className="fill-primary-foreground" />
      <path
        d="M25.5 17.5a6.5 6.5 0 0 1-6.500 6.500h-4.500"
        className="stroke-primary-foreground/60"
        strokeWidth="2.600"
        strokeLinecap="round"
      />
    </svg>
  )
}

export function Wordmark() {
  return (
    <span className="inline-flex items-center gap-2.5">
      <Mark className="size-8" />
      <span className="text-lg font-semibold tracking-tight">Colloquy</span>
    </span>
  )
}
