import { badUserInput, parseInput } from '@colloquy/platform/errors'
import { z } from 'zod'
import { decodeCursor, encodeCursor, pageSize } from '../paging.ts'
import type { Page } from '../paging.ts'
import type { Message } from './messages.ts'

export const DEFAULT_PAGE_SIZE = 30

/** The arguments of a page of messages, as GraphQL gives them. */
export interface HistoryArguments {
  first?: number | null
  after?: string | null
  last?: number | null
  before?: string | null
}

/** `size` messages: the oldest after a seq, or the newest before one (null: of all). */
export type HistoryRequest =
  { direction: 'forward'; size: number; seq: number } | { direction: 'backward'; size: number; seq: number | null }

const position = z.tuple([z.int().nonnegative()])

const messagesOf = (conversationId: string) => ({ name: `messages of ${conversationId}`, position })

export const messageCursor = ({ conversationId, seq }: Pick<Message, 'conversationId' | 'seq'>): string =>
  encodeCursor(messagesOf(conversationId), [seq])

/**
 * What the arguments ask for: forward with `first` and `after`, backward with `last` and `before`, the newest page
 * without any.
 * @throws DomainError BAD_USER_INPUT that names the argument, also when the two ways are mixed
 */
export function parseHistory(conversationId: string, { first, after, last, before }: HistoryArguments): HistoryRequest {
  const isForward = isGiven(first) || isGiven(after)
  if (isForward) refuse({ last, before }, 'does not go with first or after')
  const named = isForward ? { first } : { last }
  const { first: forwards, last: backwards } = parseInput(z.object(sizes), named)
  const size = forwards ?? backwards ?? DEFAULT_PAGE_SIZE
  const argument = isForward ? 'after' : 'before'
  const cursor = isForward ? after : before
  const [seq = null] = decodeCursor(messagesOf(conversationId), cursor, argument) ?? []
  return isForward ? { direction: 'forward', size, seq: seq ?? 0 } : { direction: 'backward', size, seq }
}

const sizes = { first: pageSize.nullish(), last: pageSize.nullish() }

/** Ordinals number the messages without holes, so a page knows by them whether there is more on either side. */
export function toPage(messages: Message[], request: HistoryRequest, lastOrdinal: number): Page<Message> {
  const first = messages.at(0)
  const last = messages.at(-1)
  if (first && last) {
    return { nodes: messages, hasPreviousPage: first.ordinal > 1, hasNextPage: last.ordinal < lastOrdinal }
  }
  const isForward = request.direction === 'forward'
  return {
    nodes: [],
    hasPreviousPage: isForward && lastOrdinal > 0,
    hasNextPage: !isForward && lastOrdinal > 0,
  }
}

const isGiven = <Value>(value: Value | null | undefined): value is Value => value !== null && value !== undefined

function refuse(others: Record<string, unknown>, message: string): void {
  const given = Object.keys(others).filter((name) => isGiven(others[name]))
  if (given.length > 0) throw badUserInput(given.map((name) => ({ path: [name], message })))
}
