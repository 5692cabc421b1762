/** Where the launcher, and what it starts, tells people what happens. */
export interface Report {
  /** Something is under way or done. */
  info: (line: string) => void
  /** Somebody should look. */
  warn: (line: string) => void
}

/** Says it all on standard output. */
export const consoleReport: Report = {
  info: (line) => console.log(line),
  warn: (line) => console.log(line),
}

/** Says only what is wrong, on standard error. */
export const quietReport: Report = {
  info: () => {},
  warn: (line) => console.error(line),
}

const PROGRESS_INTERVAL_MS = 10_000

/** Says every ten seconds that something still goes on, and for how long, until it has settled. */
export async function withProgress<Result>(report: Report, what: string, work: Promise<Result>): Promise<Result> {
  const startedAt = performance.now()
  const timer = setInterval(() => report.info(`  ${what} … ${elapsed(startedAt)}`), PROGRESS_INTERVAL_MS)
  try {
    return await work
  } finally {
    clearInterval(timer)
  }
}

/** Time since a reading of performance.now(), as people read it: `0.4 s`, `12 s`. */
export function elapsed(startedAt: number): string {
  const seconds = (performance.now() - startedAt) / 1_000
  return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`
}
