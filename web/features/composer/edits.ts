import type { ChatMessage } from '../chat/message-log.ts'
import type { Store } from '../store/store.ts'
import { createStore } from '../store/store.ts'

/** A message that is being edited, and its text so far. */
export interface Edit {
  message: ChatMessage
  text: string
}

export interface Edits {
  all: Store<ReadonlyMap<string, Edit>>
  begin: (conversationId: string, message: ChatMessage) => void
  write: (conversationId: string, text: string) => void
  end: (conversationId: string) => void
}

/** At most one of each conversation; it stays while somebody looks elsewhere, and the draft stays beside it. */
export function createEdits(): Edits {
  const all = createStore<ReadonlyMap<string, Edit>>(new Map())
  const put = (conversationId: string, edit: Edit) => all.update((edits) => new Map(edits).set(conversationId, edit))
  return {
    all,
    begin: (conversationId, message) => put(conversationId, { message, text: message.text }),
    write: (conversationId, text) => {
      const edit = all.get().get(conversationId)
      if (edit) put(conversationId, { ...edit, text })
    },
    end: (conversationId) => all.update((edits) => new Map([...edits].filter(([id]) => id !== conversationId))),
  }
}

/** The viewer's newest message that can be edited. */
export const lastEditable = (messages: readonly ChatMessage[], viewerId: string): ChatMessage | undefined =>
  messages.findLast(({ sender, deletedAt }) => sender.id === viewerId && deletedAt === null)
