import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createStore } from '../store/store.ts'
import { keepCaughtUp } from './catch-up.ts'
import type { CatchUpOptions } from './catch-up.ts'
import { message, opened, sent } from './chat-fixtures.ts'
import type { ChatState } from './chat-state.ts'
import { emptyChat, withLoadedStale, withOpened } from './chat-state.ts'
import type { InboxEvent } from './inbox-events.ts'
import { applyInboxEvent } from './inbox-events.ts'

let stopping: AbortController
beforeEach(() => {
  stopping = new AbortController()
})
afterEach(() => stopping.abort())

const open = withOpened(emptyChat('ann'), opened([message(2), message(3)]))
const seqs = (state: ChatState) => state.conversations.get('talk')?.log?.messages.map(({ seq }) => seq)

/** A chat whose conversation has come to `lastSeq` on the server, and what was asked for. */
function setUp(
  lastSeq: number,
  part: Partial<CatchUpOptions['queries']> & { fillHole?: CatchUpOptions['fillHole'] } = {},
) {
  const store = createStore(open)
  const asked: string[] = []
  const newest = opened(Array.from({ length: lastSeq - 1 }, (_, index) => message(index + 2)))
  const fillHole = async (_: string, upToSeq: number) => {
    asked.push(`events up to ${upToSeq}`)
    for (let seq = 4; seq <= upToSeq; seq += 1) store.update((state) => applyInboxEvent(state, sent(seq), 0))
    return true
  }
  keepCaughtUp({
    store,
    queries: {
      members: async () => {
        asked.push('members')
        return newest
      },
      open: async (_, shown) => {
        asked.push(`messages: ${shown}`)
        return newest
      },
      ...part,
    },
    fillHole: part.fillHole ?? fillHole,
    wait: async () => {},
    signal: stopping.signal,
  })
  const tell = (event: InboxEvent) => store.update((state) => applyInboxEvent(state, event, 0))
  const settled = () => vi.waitFor(() => expect(store.get().stale.size).toBe(0))
  return { store, asked, tell, settled }
}

test('a hole is filled by its events', async () => {
  const { store, asked, tell, settled } = setUp(6)
  tell(sent(6))
  await settled()
  expect(seqs(store.get())).toEqual([2, 3, 4, 5, 6])
  expect(asked).toEqual(['members', 'events up to 6'])
})

test('after a resume that brought all events, only what has no seq is asked for', async () => {
  const { store, asked, settled } = setUp(3)
  store.update(withLoadedStale)
  await settled()
  expect(asked).toEqual(['members'])
  expect(store.get().conversations.get('talk')?.members).toHaveLength(2)
})

test('what is shown is read anew after an event that could not be told', async () => {
  const { store, asked, tell, settled } = setUp(4)
  tell({ __typename: 'UnknownEvent', seq: 4, cursor: 'cursor-4', conversation: { id: 'talk' } })
  await settled()
  expect(asked).toEqual(['members', 'messages: 2'])
  expect(seqs(store.get())).toEqual([2, 3, 4])
})

test('and where more is missing than events are to be had for, or one of them cannot be read', async () => {
  const far = setUp(300)
  far.tell(sent(300))
  await far.settled()
  expect(far.asked).toEqual(['members', 'messages: 2'])
  const unreadable = setUp(6, { fillHole: async () => false })
  unreadable.tell(sent(6))
  await unreadable.settled()
  expect(unreadable.asked).toEqual(['members', 'messages: 2'])
})

test('what fails is asked again', async () => {
  let failures = 0
  const { store, tell, settled } = setUp(6, {
    open: async () => null,
    fillHole: async (_, upToSeq) => {
      failures += 1
      if (failures < 3) throw new Error('The gateway is away.')
      for (let seq = 4; seq <= upToSeq; seq += 1) tell(sent(seq))
      return true
    },
  })
  tell(sent(6))
  await settled()
  expect(failures).toBe(3)
  expect(seqs(store.get())).toEqual([2, 3, 4, 5, 6])
})

test('a conversation that the viewer has left goes away', async () => {
  const { store, tell } = setUp(6, { members: async () => null })
  tell(sent(6))
  await vi.waitFor(() => expect(store.get().conversations.has('talk')).toBe(false))
})
