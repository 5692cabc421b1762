import type { TimelineRow } from './timeline.ts'

const CHARACTERS_A_LINE = 60
const LINE_PX = 23

/**
 * About how high a row will be; the nearer, the less the list has to correct itself once it is measured. Reactions are not
 * in it: an estimate that grows with them moves what is read, since the list corrects only what it measures otherwise.
 */
export function estimateRowHeight(row: TimelineRow | undefined): number {
  if (!row || row.kind !== 'message') return 48
  const { message, startsGroup, endsGroup } = row
  if (message.deletedAt !== null) return 40 + (endsGroup ? 20 : 0)
  const lines = message.text === '' ? 0 : message.text.split('\n').reduce((sum, line) => sum + linesOf(line), 0)
  const pictures = message.attachments.filter(({ image }) => image !== null).length
  const files = message.attachments.length - pictures
  return lines * LINE_PX + pictures * 240 + files * 70 + (startsGroup ? 32 : 19) + (endsGroup ? 20 : 0)
}

const linesOf = (line: string): number => Math.max(1, Math.ceil(line.length / CHARACTERS_A_LINE))
