import type { ChatMessage } from '../chat/message-log.ts'
import type { OutboxItem } from '../composer/kept-forms.ts'
import { isSameDay } from '../time/format-time.ts'

/** Messages of one person that follow each other within this belong together. */
const GROUP_MS = 5 * 60_000

/** held: it waits for one before it that failed. */
export type Delivery = 'sent' | 'waiting' | 'held' | 'failed'

/** A message as it stands among the others. Its parts are compared one by one, so that it is drawn again only if needed. */
export interface ShownMessage {
  message: ChatMessage
  delivery: Delivery
  problem: string | null
  /** How many of its files it was refused for. */
  faultyCount: number
  /** Others wait for this one, which failed. */
  holdsUp: boolean
  startsGroup: boolean
  endsGroup: boolean
}

export interface MessageRow extends ShownMessage {
  kind: 'message'
  key: string
}

/** What a conversation's history is drawn from, top to bottom. Keys stay the same whatever is loaded before or after. */
export type TimelineRow = { kind: 'day'; key: string; atMs: number } | { kind: 'new'; key: string } | MessageRow

/** A message of the viewer's that is on its way, and how it will look. */
export type OutgoingMessage = Pick<OutboxItem, 'state' | 'problem' | 'faultyFiles' | 'isPassed'> & {
  message: ChatMessage
}

interface TimelineOptions {
  messages: readonly ChatMessage[]
  /** Whether there are messages before these that are not loaded. */
  hasOlder: boolean
  /** The viewer's own that are still on their way. */
  outgoing: readonly OutgoingMessage[]
  /** Messages of others after this seq are under the “New messages” line; null for no line. */
  newAfterSeq: number | null
  viewerId: string
}

export function timelineRows({ messages, hasOlder, outgoing, newAfterSeq, viewerId }: TimelineOptions): TimelineRow[] {
  const arrived = new Set(messages.filter(({ sender }) => sender.id === viewerId).map(({ clientId }) => clientId))
  const pending = outgoing.filter(({ message }) => !arrived.has(message.clientId))
  const entries = [...messages.map((message) => ({ message, ...SENT })), ...deliveries(pending)]
  const isNew = ({ seq, sender }: ChatMessage) => newAfterSeq !== null && seq > newAfterSeq && sender.id !== viewerId
  // The oldest one loaded is not where the new ones begin, unless it is the first of all.
  const firstNew = hasOlder && messages[0] && isNew(messages[0]) ? undefined : messages.find(isNew)

  const rows: TimelineRow[] = []
  entries.forEach(({ message, ...delivered }, index) => {
    // What is above the oldest one loaded decides how it looks. Shown before that is known, it would move what is read.
    if (hasOlder && index === 0 && entries.length > 1) return
    const before = entries[index - 1]?.message
    const after = entries[index + 1]?.message
    const atMs = Date.parse(message.sentAt)
    if (!before || !isSameDay(Date.parse(before.sentAt), atMs)) rows.push(dayRow(atMs))
    if (message === firstNew) rows.push({ kind: 'new', key: 'new' })
    rows.push({
      kind: 'message',
      key: rowKey(message),
      message,
      ...delivered,
      startsGroup: !before || message === firstNew || !belongTogether(before, message),
      endsGroup: !after || after === firstNew || !belongTogether(message, after),
    })
  })
  return rows
}

const SENT = { delivery: 'sent', problem: null, faultyCount: 0, holdsUp: false } as const

function deliveries(items: readonly OutgoingMessage[]) {
  const stopAt = items.findIndex(({ state, isPassed }) => state === 'failed' && !isPassed)
  return items.map(({ message, state, problem, faultyFiles }, index) => {
    const isHeld = state === 'waiting' && stopAt !== -1 && index > stopAt
    return {
      message,
      delivery: isHeld ? ('held' as const) : state,
      problem,
      faultyCount: faultyFiles.length,
      holdsUp: index === stopAt && items.slice(index + 1).some((other) => other.state === 'waiting'),
    }
  })
}

/** The same before and after a message was sent, so that its bubble stays the very element it was. */
export const rowKey = ({ sender, clientId }: ChatMessage): string => `${sender.id}/${clientId}`

function dayRow(atMs: number): TimelineRow {
  const day = new Date(atMs)
  return { kind: 'day', key: `${day.getFullYear()}-${day.getMonth() + 1}-${day.getDate()}`, atMs }
}

function belongTogether(earlier: ChatMessage, later: ChatMessage): boolean {
  const [earlierMs, laterMs] = [Date.parse(earlier.sentAt), Date.parse(later.sentAt)]
  return earlier.sender.id === later.sender.id && laterMs - earlierMs < GROUP_MS && isSameDay(earlierMs, laterMs)
}
