import type { LogEntry } from './entry.ts'
import type { Place, Range } from './store.ts'

/** The events by which somebody left, in the ranges given. */
export type Departures = (ranges: readonly Range[]) => Promise<Place[]>

/** Whether somebody who was a member at an entry left before the event with another seq. */
export type HasLeftBefore = (entry: LogEntry, seq: number) => boolean

/** Reads whoever left after each entry and before the version of what it tells; nothing, as a rule. */
export async function readDepartures(
  departures: Departures,
  versions: readonly { entry: LogEntry; version: number }[],
): Promise<HasLeftBefore> {
  const changed = versions.filter(({ entry, version }) => version > entry.seq)
  const ranges = [...Map.groupBy(changed, ({ entry }) => entry.conversationId)].map(([conversationId, own]) => ({
    conversationId,
    afterSeq: Math.min(...own.map(({ entry }) => entry.seq)),
    upToSeq: Math.max(...own.map(({ version }) => version)),
  }))
  const found = ranges.length > 0 ? await departures(ranges) : []
  const byConversation = Map.groupBy(found, ({ conversationId }) => conversationId)
  return (entry, seq) =>
    byConversation.get(entry.conversationId)?.some((left) => left.seq > entry.seq && left.seq < seq) ?? false
}
