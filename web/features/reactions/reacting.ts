import type { Readable } from '../store/store.ts'
import { createStore } from '../store/store.ts'

/** By emoji: whether the viewer wants to react with it. */
export type Wishes = ReadonlyMap<string, boolean>

export interface Reaction {
  conversationId: string
  messageId: string
  emoji: string
  added: boolean
}

export interface Reacting {
  /** By id of the message: what the server has not answered yet. */
  wished: Readable<ReadonlyMap<string, Wishes>>
  react: (reaction: Reaction) => void
}

interface ReactingOptions {
  /** Adds a reaction or takes it back, and has the answer shown. */
  send: (reaction: Reaction) => Promise<void>
  /** The reactions stay as they were. */
  onProblem: (error: unknown) => void
}

/** Reacts to messages. Of one emoji a single request is under way at a time; the last wish is what remains. */
export function createReacting({ send, onProblem }: ReactingOptions): Reacting {
  const wished = createStore<ReadonlyMap<string, Wishes>>(new Map())
  const wish = ({ messageId, emoji }: Reaction) => wished.get().get(messageId)?.get(emoji)
  const put = ({ messageId, emoji }: Reaction, added: boolean | null) =>
    wished.update((all) => {
      const wishes = new Map(all.get(messageId))
      if (added === null) wishes.delete(emoji)
      else wishes.set(emoji, added)
      const next = new Map(all)
      if (wishes.size === 0) next.delete(messageId)
      else next.set(messageId, wishes)
      return next
    })

  const settle = async (reaction: Reaction) => {
    try {
      for (let sent: boolean | null = null; sent !== wish(reaction);) {
        sent = wish(reaction) ?? reaction.added
        await send({ ...reaction, added: sent })
      }
    } catch (error) {
      onProblem(error)
    }
    put(reaction, null)
  }

  return {
    wished,
    react: (reaction) => {
      const isUnderWay = wish(reaction) !== undefined
      put(reaction, reaction.added)
      if (!isUnderWay) void settle(reaction)
    },
  }
}
