import type { KeptMap } from '../device/kept-map.ts'
import type { Readable } from '../store/store.ts'
import type { Draft } from './kept-forms.ts'

export const EMPTY_DRAFT: Draft = { text: '', replyTo: null, files: [] }

export interface Drafts {
  all: Readable<ReadonlyMap<string, Draft>>
  get: (conversationId: string) => Draft
  change: (conversationId: string, part: Partial<Draft>) => void
}

/** The drafts of all conversations, which outlive the page. */
export function createDrafts(kept: KeptMap<Draft>): Drafts {
  const get = (conversationId: string) => kept.get(conversationId) ?? EMPTY_DRAFT
  return {
    all: kept.all,
    get,
    change: (conversationId, part) => {
      const next = { ...get(conversationId), ...part }
      if (next.text === '' && next.replyTo === null && next.files.length === 0) kept.remove(conversationId)
      else kept.put(conversationId, next)
    },
  }
}
