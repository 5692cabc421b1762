import { setTimeout as pause } from 'node:timers/promises'
import { reasonOf } from './wait-until.ts'

export interface HealthRules {
  intervalMs: number
  /** A check that takes longer has failed. */
  timeoutMs: number
  /** So many failures, one after the other, and it does not count as alive. */
  failures: number
}

export interface HealthWatch {
  alive: () => Promise<unknown>
  rules?: HealthRules
  /** Ends the watch. */
  until: AbortSignal
  /** Called once at most, with why the last check failed. */
  onDead: (reason: string) => Promise<void>
}

/** Half a minute of silence: longer than a machine under load makes anybody wait. */
const RULES: HealthRules = { intervalMs: 5_000, timeoutMs: 5_000, failures: 6 }

/** Asks a program again and again whether it lives, until it does not any more. */
export function watchHealth({ alive, rules = RULES, until, onDead }: HealthWatch): void {
  const watch = async (): Promise<void> => {
    for (let failures = 0; ;) {
      await pause(rules.intervalMs, undefined, { signal: until, ref: false })
      try {
        await inTime(alive(), rules.timeoutMs)
        failures = 0
      } catch (error) {
        failures += 1
        if (until.aborted) return
        if (failures >= rules.failures) return onDead(reasonOf(error))
      }
    }
  }
  watch().catch((error: unknown) => {
    if (!until.aborted) throw error
  })
}

async function inTime(check: Promise<unknown>, timeoutMs: number): Promise<void> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(`no answer within ${timeoutMs / 1_000} s`)), timeoutMs)
  try {
    await Promise.race([check, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
