import type { Readable } from '../store/store.ts'
import { createStore } from '../store/store.ts'

/** How long a deletion can be taken back. */
export const UNDO_MS = 6_000

/** waiting: it can still be taken back. sending: the server has been asked. */
export type Deletion = 'waiting' | 'sending'

export interface Deletions {
  /** By id of the message, which is shown as deleted. */
  pending: Readable<ReadonlyMap<string, Deletion>>
  begin: (conversationId: string, messageId: string) => void
  undo: (messageId: string) => void
  /** Sends what waits, since nobody can take it back any more. */
  flush: () => void
}

interface DeletionsOptions {
  /** Deletes a message for everybody, and has the answer shown. */
  remove: (conversationId: string, messageId: string) => Promise<void>
  /** The message was not deleted, and is shown again. */
  onProblem: (error: unknown) => void
}

/** Deletes messages after a while in which that can be taken back. */
export function createDeletions({ remove, onProblem }: DeletionsOptions): Deletions {
  const pending = createStore<ReadonlyMap<string, Deletion>>(new Map())
  const waiting = new Map<string, { timer: ReturnType<typeof setTimeout>; send: () => void }>()
  const drop = (messageId: string) => pending.update((all) => new Map([...all].filter(([id]) => id !== messageId)))
  const put = (messageId: string, deletion: Deletion) => pending.update((all) => new Map(all).set(messageId, deletion))

  const send = async (conversationId: string, messageId: string) => {
    waiting.delete(messageId)
    put(messageId, 'sending')
    try {
      await remove(conversationId, messageId)
    } catch (error) {
      onProblem(error)
    }
    drop(messageId)
  }

  return {
    pending,
    begin: (conversationId, messageId) => {
      if (pending.get().has(messageId)) return
      const sendNow = () => void send(conversationId, messageId)
      put(messageId, 'waiting')
      waiting.set(messageId, { timer: setTimeout(sendNow, UNDO_MS), send: sendNow })
    },
    undo: (messageId) => {
      const deletion = waiting.get(messageId)
      if (!deletion) return
      clearTimeout(deletion.timer)
      waiting.delete(messageId)
      drop(messageId)
    },
    flush: () => {
      for (const deletion of waiting.values()) {
        clearTimeout(deletion.timer)
        deletion.send()
      }
    },
  }
}
