import type { ChatMessage } from '../chat/message-log.ts'
import type { Store } from '../store/store.ts'
import { createStore } from '../store/store.ts'
import type { Upload } from './upload.ts'

/** What somebody is about to say in a conversation; it stays while they look elsewhere. */
export interface Draft {
  text: string
  replyTo: ChatMessage | null
  uploads: readonly Upload[]
  /** Sent as soon as the uploads are done. */
  isWaitingForUploads: boolean
}

export const EMPTY_DRAFT: Draft = { text: '', replyTo: null, uploads: [], isWaitingForUploads: false }

export interface Drafts {
  store: Store<ReadonlyMap<string, Draft>>
  get: (conversationId: string) => Draft
  change: (conversationId: string, part: Partial<Draft>) => void
}

/** The drafts of all conversations, in memory only. */
export function createDrafts(): Drafts {
  const store = createStore<ReadonlyMap<string, Draft>>(new Map())
  const get = (conversationId: string) => store.get().get(conversationId) ?? EMPTY_DRAFT
  return {
    store,
    get,
    change: (conversationId, part) =>
      store.update((drafts) => new Map(drafts).set(conversationId, { ...get(conversationId), ...part })),
  }
}
