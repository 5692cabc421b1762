import type { ChatMessage } from '../chat/message-log.ts'
import { backoffMs } from '../live/backoff.ts'
import type { Store } from '../store/store.ts'
import { createStore } from '../store/store.ts'

/** A server in trouble is asked so often before the message counts as failed; a network that is away, for ever. */
const MAX_SERVER_FAILURES = 5

/** A message on its way, shown in the conversation as what it is going to be. */
export interface OutboxItem {
  conversationId: string
  /** What will be shown; its seq is not known yet and its id is its client id. */
  message: ChatMessage
  attachmentIds: string[]
  replyToId: string | null
  state: 'waiting' | 'failed'
  /** Why it failed, in words for people. */
  problem: string | null
  /** Those of its files for which it was refused. */
  faultyIds: readonly string[]
  /** It failed, and those behind it need not wait for it any more. */
  isPassed: boolean
}

export type Outgoing = Pick<OutboxItem, 'conversationId' | 'message' | 'attachmentIds' | 'replyToId'>
type Queues = ReadonlyMap<string, readonly OutboxItem[]>

/** What becomes of an attempt that failed. */
export type Verdict =
  | { retry: 'always' | 'limited'; afterMs?: number }
  | { retry: 'never'; problem: string; faultyPlaces?: readonly number[] }

export interface Outbox {
  queues: Store<Queues>
  add: (outgoing: Outgoing) => void
  /** Sends a failed message again, and what waits behind it. */
  retry: (conversationId: string, clientId: string) => void
  /** Sends a failed message without the files for which it was refused; gives it up when nothing is left of it. */
  retryWithoutFaulty: (conversationId: string, clientId: string) => void
  /** Sends what waits behind a failed message, which stays. */
  letPass: (conversationId: string, clientId: string) => void
  /** Gives a message up. */
  discard: (conversationId: string, clientId: string) => void
  /** The message turned up in the conversation: it was sent, even if the answer was lost. */
  confirm: (conversationId: string, clientId: string) => void
}

interface OutboxOptions {
  send: (item: OutboxItem) => Promise<void>
  judge: (error: unknown) => Verdict
  wait: (delayMs: number) => Promise<void>
}

/**
 * Sends messages in the order they were written, one after the other in each conversation. An attempt that fails for
 * now is repeated with the same client id, which makes it one message however often it arrives; one that was refused
 * stops its queue until it is sent again, given up, or the others are let pass, so that no answer overtakes by itself.
 */
export function createOutbox({ send, judge, wait }: OutboxOptions): Outbox {
  const queues = createStore<Queues>(new Map())
  const flushing = new Set<string>()

  const queueOf = (conversationId: string) => queues.get().get(conversationId) ?? []
  const change = (conversationId: string, next: (queue: readonly OutboxItem[]) => readonly OutboxItem[]) =>
    queues.update((all) => new Map(all).set(conversationId, next(all.get(conversationId) ?? [])))
  const replace = (item: OutboxItem, part: Partial<OutboxItem>) =>
    change(item.conversationId, (queue) =>
      queue.map((other) => (isSame(other, item.message.clientId) ? { ...other, ...part } : other)),
    )
  const remove = (conversationId: string, clientId: string) => {
    if (queueOf(conversationId).some((item) => isSame(item, clientId)))
      change(conversationId, (queue) => queue.filter((item) => !isSame(item, clientId)))
  }

  const nextOf = (conversationId: string) => queueOf(conversationId).find(({ isPassed }) => !isPassed)

  const flush = async (conversationId: string) => {
    if (flushing.has(conversationId)) return
    flushing.add(conversationId)
    for (let next = nextOf(conversationId); next?.state === 'waiting'; next = nextOf(conversationId))
      await deliver(next)
    flushing.delete(conversationId)
  }

  const deliver = async (item: OutboxItem) => {
    const { conversationId, message } = item
    for (let failures = 0; queueOf(conversationId).some((other) => isSame(other, message.clientId)); failures += 1) {
      try {
        await send(item)
        return remove(conversationId, message.clientId)
      } catch (error) {
        const verdict = judge(error)
        if (verdict.retry === 'never') return replace(item, refused(item, verdict))
        if (verdict.retry === 'limited' && failures + 1 >= MAX_SERVER_FAILURES)
          return replace(item, { state: 'failed', problem: 'The server did not take it.' })
        await wait(verdict.afterMs ?? backoffMs(failures))
      }
    }
  }

  const alter = (conversationId: string, clientId: string, part: (item: OutboxItem) => Partial<OutboxItem>) => {
    change(conversationId, (queue) =>
      queue
        .map((item) => (isSame(item, clientId) && item.state === 'failed' ? { ...item, ...part(item) } : item))
        .filter(({ message, attachmentIds }) => message.text !== '' || attachmentIds.length > 0),
    )
    void flush(conversationId)
  }

  return {
    queues,
    add: (outgoing) => {
      change(outgoing.conversationId, (queue) => [...queue, { ...outgoing, ...WAITING }])
      void flush(outgoing.conversationId)
    },
    retry: (conversationId, clientId) => alter(conversationId, clientId, () => WAITING),
    retryWithoutFaulty: (conversationId, clientId) => {
      alter(conversationId, clientId, ({ message, attachmentIds, faultyIds }) => ({
        ...WAITING,
        message: { ...message, attachments: message.attachments.filter(({ id }) => !faultyIds.includes(id)) },
        attachmentIds: attachmentIds.filter((id) => !faultyIds.includes(id)),
      }))
    },
    letPass: (conversationId, clientId) => alter(conversationId, clientId, () => ({ isPassed: true })),
    discard: (conversationId, clientId) => {
      remove(conversationId, clientId)
      void flush(conversationId)
    },
    confirm: remove,
  }
}

const WAITING = { state: 'waiting', problem: null, faultyIds: [], isPassed: false } as const

const refused = ({ attachmentIds }: OutboxItem, verdict: Extract<Verdict, { retry: 'never' }>) => ({
  state: 'failed' as const,
  problem: verdict.problem,
  faultyIds: (verdict.faultyPlaces ?? []).flatMap((place) => attachmentIds[place] ?? []),
})

const isSame = (item: OutboxItem, clientId: string) => item.message.clientId === clientId
