import { useNow } from '../time/use-now.ts'

/** Counts down to a moment, second by second. */
export function useSecondsUntil(atMs: number): number {
  const nowMs = useNow(500)
  return Math.max(0, Math.ceil((atMs - nowMs) / 1000))
}
