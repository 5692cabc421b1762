import * as z from 'zod/mini'
import type { Store } from '../store/store.ts'
import { createStore } from '../store/store.ts'

const sentCode = z.object({
  email: z.string(),
  requestId: z.string(),
  expiresAtMs: z.number(),
  resendAtMs: z.number(),
})

/** A code that was sent, and what this browser tab needs to use it. */
export type SentCode = z.infer<typeof sentCode>

type TabStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

export interface SentCodeStore {
  get: () => SentCode | null
  set: (sent: SentCode) => void
  /** The next page knows of none; the one that is open goes on showing it until it is left. */
  forget: () => void
  subscribe: (listener: () => void) => () => void
}

const KEY = 'colloquy:sent-code'

/**
 * The code that was sent last, kept for this tab while it works: a phone may reload the page while its owner looks into their
 * mail. Null when there is none.
 */
export function createSentCode(storage: () => TabStorage = () => sessionStorage): SentCodeStore {
  let opened: Store<SentCode | null> | undefined
  const store = () => (opened ??= createStore(read(storage())))
  return {
    get: () => store().get(),
    set: (sent) => {
      store().set(sent)
      storage().setItem(KEY, JSON.stringify(sent))
    },
    forget: () => storage().removeItem(KEY),
    subscribe: (listener) => store().subscribe(listener),
  }
}

function read(storage: TabStorage): SentCode | null {
  const kept = sentCode.safeParse(JSON.parse(storage.getItem(KEY) ?? 'null'))
  return kept.success && kept.data.expiresAtMs > Date.now() ? kept.data : null
}
