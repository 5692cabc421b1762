import { Mark } from '../../ui/wordmark.tsx'

/** While it is not known yet who is here. */
export function SplashScreen() {
  return (
    <main className="flex h-dvh items-center justify-center">
      <output className="animate-late">
        <Mark className="size-12" />
        <span className="sr-only">Loading</span>
      </output>
    </main>
  )
}
