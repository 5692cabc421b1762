import type { KeptMap } from '../device/kept-map.ts'
import type { Readable } from '../store/store.ts'
import { createStore } from '../store/store.ts'
import type { OutboxItem } from './kept-forms.ts'
import type { Refusal, Verdict } from './persist.ts'
import { persist } from './persist.ts'

export type Outgoing = Pick<OutboxItem, 'clientId' | 'conversationId' | 'text' | 'replyTo' | 'files'>
type Queues = ReadonlyMap<string, readonly OutboxItem[]>

export interface Outbox {
  /** By conversation, in the order in which they are sent. */
  queues: Readable<Queues>
  add: (outgoing: Outgoing) => void
  /** Sends a failed message again, and what waits behind it. */
  retry: (clientId: string) => void
  /** Sends a failed message without the files for which it was refused; gives it up when nothing is left of it. */
  retryWithoutFaulty: (clientId: string) => void
  /** Sends what waits behind a failed message, which stays. */
  letPass: (clientId: string) => void
  /** Gives a message up. */
  discard: (clientId: string) => void
  /** The message turned up in the conversation: it was sent, even if the answer was lost. */
  confirm: (clientId: string) => void
  /** Sends what waits and what is added, until the signal is aborted. One tab of an account does it at a time. */
  send: (signal: AbortSignal) => Promise<void>
}

interface OutboxOptions {
  kept: KeptMap<OutboxItem>
  /** Sends one message; the signal is aborted when it is not wanted any more. */
  deliver: (item: OutboxItem, signal: AbortSignal) => Promise<void>
  judge: (error: unknown) => Verdict
  wait: (delayMs: number, signal?: AbortSignal) => Promise<void>
  /** A file of a message is not needed any more, or is to be uploaded anew. */
  files: { remove: (key: string) => void; renew: (key: string) => void }
}

/**
 * Messages on their way, which outlive the page. A message is
 * 1. waiting, until it was sent and is gone from here, or was refused: then it has
 * 2. failed, until it is sent again (1), given up and gone, or
 * 3. passed: failed, but those behind it are sent.
 *
 * Each conversation's are sent one after the other in the order in which they were written. An attempt that fails for now
 * is repeated with the same client id, after a reload too, which makes it one message however often it arrives. One that
 * failed stops its queue, so that no answer overtakes by itself.
 */
export function createOutbox({ kept, deliver, judge, wait, files }: OutboxOptions): Outbox {
  const queues = createStore(queuesOf(kept))
  kept.all.subscribe(() => queues.set(queuesOf(kept)))
  const queueOf = (conversationId: string) => queues.get().get(conversationId) ?? []

  const remove = (clientId: string) => {
    const item = kept.get(clientId)
    if (!item) return
    kept.remove(clientId)
    item.files.forEach(files.remove)
  }
  const alterFailed = (clientId: string, part: (item: OutboxItem) => Partial<OutboxItem>) => {
    const item = kept.get(clientId)
    if (item?.state === 'failed') kept.put(clientId, { ...item, ...part(item) })
  }

  const sendNext = async (item: OutboxItem, stopping: AbortSignal) => {
    const { clientId } = item
    const gone = new AbortController()
    const unsubscribe = kept.all.subscribe(() => !kept.get(clientId) && gone.abort())
    const signal = AbortSignal.any([stopping, gone.signal])
    const refusal = await persist(() => deliver(item, signal), { judge, wait, signal })
    unsubscribe()
    if (refusal) return kept.get(clientId) && kept.put(clientId, { ...item, ...failed(refusal) })
    if (!stopping.aborted) remove(clientId)
  }

  return {
    queues,
    add: (outgoing) => {
      const last = queueOf(outgoing.conversationId).at(-1)
      const place = Math.max(Date.now(), (last?.place ?? 0) + 1)
      kept.put(outgoing.clientId, { ...outgoing, ...WAITING, writtenAt: new Date().toISOString(), place })
    },
    retry: (clientId) => {
      kept.get(clientId)?.faultyFiles.forEach(files.renew)
      alterFailed(clientId, () => WAITING)
    },
    retryWithoutFaulty: (clientId) => {
      const item = kept.get(clientId)
      if (!item) return
      const rest = item.files.filter((key) => !item.faultyFiles.includes(key))
      if (item.text === '' && rest.length === 0) return remove(clientId)
      item.faultyFiles.forEach(files.remove)
      alterFailed(clientId, () => ({ ...WAITING, files: rest }))
    },
    letPass: (clientId) => alterFailed(clientId, () => ({ isPassed: true })),
    discard: remove,
    confirm: remove,
    send: async (signal) => {
      const sending = new Set<string>()
      const run = async (conversationId: string) => {
        sending.add(conversationId)
        for (
          let next = nextOf(queueOf(conversationId));
          next && !signal.aborted;
          next = nextOf(queueOf(conversationId))
        )
          await sendNext(next, signal)
        sending.delete(conversationId)
      }
      const check = () => {
        for (const [conversationId, queue] of queues.get())
          if (!sending.has(conversationId) && nextOf(queue)) void run(conversationId)
      }
      check()
      const unsubscribe = queues.subscribe(check)
      const { promise, resolve } = Promise.withResolvers<void>()
      signal.addEventListener('abort', () => resolve())
      if (!signal.aborted) await promise
      unsubscribe()
    },
  }
}

const WAITING = { state: 'waiting', problem: null, faultyFiles: [], isPassed: false } as const

const failed = ({ problem, faultyFiles = [] }: Refusal) => ({ state: 'failed' as const, problem, faultyFiles })

/** The message that is to be sent now, if there is one. */
function nextOf(queue: readonly OutboxItem[]): OutboxItem | undefined {
  const next = queue.find(({ isPassed }) => !isPassed)
  return next?.state === 'waiting' ? next : undefined
}

function queuesOf({ all }: KeptMap<OutboxItem>): Queues {
  const items = [...all.get().values()].toSorted((one, other) => one.place - other.place)
  return Map.groupBy(items, ({ conversationId }) => conversationId)
}
