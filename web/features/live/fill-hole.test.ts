import { expect, test } from 'vitest'
import { message, opened, sent } from '../chat/chat-fixtures.ts'
import type { ChatState } from '../chat/chat-state.ts'
import { emptyChat, withOpened } from '../chat/chat-state.ts'
import { applyInboxEvent } from '../chat/inbox-events.ts'
import type { InboxEvent } from '../chat/inbox-events.ts'
import { createStore } from '../store/store.ts'
import { fillHole } from './fill-hole.ts'
import type { LiveOperation, LiveSocket } from './live-socket.ts'

/** A socket over which a conversation's events come after the one that is asked from; it stays open until it is stopped. */
function setUp(events: InboxEvent[], { isReadable = true } = {}) {
  const store = createStore<ChatState>({ ...withOpened(emptyChat('ann'), opened([message(3)])), inboxCursor: 'inbox' })
  const asked: unknown[] = []
  const socket: Pick<LiveSocket, 'subscribe'> = {
    async subscribe<Data, Variables>(operation: LiveOperation<Data, Variables>, signal: AbortSignal) {
      asked.push(operation.variables())
      const stopped = new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
      for (const conversation of events) {
        // What a document asks for is what its data is.
        const data: Data = JSON.parse(JSON.stringify({ conversation }))
        if (isReadable) operation.onData(data)
        else operation.onUnreadable?.()
      }
      if (!signal.aborted && events.length === 0) return { reason: 'closed', isSessionInDoubt: false } as const
      if (!signal.aborted) await stopped
      return { reason: 'stopped' } as const
    },
  }
  const onEvent = (event: InboxEvent) => store.update((state) => applyInboxEvent(state, event, 0))
  const fill = (upToSeq: number) =>
    fillHole({ socket, store, onEvent, signal: new AbortController().signal }, 'talk', upToSeq)
  const lastSeq = () => store.get().conversations.get('talk')?.lastSeq
  return { store, asked, onEvent, fill, lastSeq }
}

test('events are asked for from the last one that is here, and the inbox keeps its cursor', async () => {
  const { store, asked, fill, lastSeq } = setUp([sent(4), sent(5)])
  expect(await fill(5)).toBe(true)
  expect(asked).toEqual([{ id: 'talk', afterSeq: 3 }])
  expect(lastSeq()).toBe(5)
  expect(store.get().inboxCursor).toBe('inbox')
})

test('events that come by the inbox meanwhile count too', async () => {
  const { onEvent, fill, lastSeq } = setUp([sent(4)])
  const filling = fill(5)
  onEvent(sent(5))
  expect(await filling).toBe(true)
  expect(lastSeq()).toBe(5)
})

test('one that cannot be read is said, and a connection that is closed is a failure', async () => {
  expect(await setUp([sent(4)], { isReadable: false }).fill(5)).toBe(false)
  await expect(setUp([]).fill(5)).rejects.toThrow('did not come')
})
