const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

const clock = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' })
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'short' })
const dayOfYear = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' })
const fullDate = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' })
const longDay = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' })
const longDate = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric' })
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' })
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })

const startOfDay = (ms: number) => new Date(ms).setHours(0, 0, 0, 0)
/** Calendar days from one moment to another, in the time of this place; days of 23 or 25 hours count as one. */
const daysBetween = (fromMs: number, toMs: number) => Math.round((startOfDay(toMs) - startOfDay(fromMs)) / DAY_MS)

/** Whether two moments are on the same day, here. */
export const isSameDay = (oneMs: number, otherMs: number): boolean => daysBetween(oneMs, otherMs) === 0

/** 14:05 */
export const formatClock = (ms: number): string => clock.format(ms)

/** 24 Feb 2027 */
export const formatDate = (ms: number): string => fullDate.format(ms)

/** All there is to say about a moment. */
export const formatMoment = (ms: number): string => moment.format(ms)

/** As a list shows it: shorter the nearer it is. */
export function formatListTime(ms: number, nowMs: number): string {
  if (nowMs - ms < MINUTE_MS) return 'now'
  if (nowMs - ms < HOUR_MS) return `${Math.floor((nowMs - ms) / MINUTE_MS)} min`
  const days = daysBetween(ms, nowMs)
  if (days === 0) return clock.format(ms)
  if (days < 7) return weekday.format(ms)
  return days < 300 ? dayOfYear.format(ms) : fullDate.format(ms)
}

/** The heading of a day in a conversation. */
export function formatDay(ms: number, nowMs: number): string {
  const days = daysBetween(ms, nowMs)
  if (days === 0) return 'Today'
  if (days === 1) return 'Yesterday'
  return days < 300 ? longDay.format(ms) : longDate.format(ms)
}

/** “5 minutes ago” */
export function formatAgo(ms: number, nowMs: number): string {
  const ago = nowMs - ms
  if (ago < HOUR_MS) return relative.format(-Math.max(1, Math.floor(ago / MINUTE_MS)), 'minute')
  if (ago < DAY_MS) return relative.format(-Math.floor(ago / HOUR_MS), 'hour')
  const days = daysBetween(ms, nowMs)
  return days < 30 ? relative.format(-days, 'day') : `on ${formatDate(ms)}`
}
