import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { forgetfulKeeper } from '../device/keeper.ts'
import { sharedMemory } from '../device/keeper-fixtures.ts'
import type { Keeper } from '../device/keeper.ts'
import { keptBy } from './kept.ts'
import type { Outgoing } from './outbox.ts'
import { createOutbox } from './outbox.ts'
import type { Verdict } from './persist.ts'

let stopping: AbortController
beforeEach(() => {
  stopping = new AbortController()
})
afterEach(() => stopping.abort())

const outgoing = (clientId: string, part: Partial<Outgoing> = {}): Outgoing => ({
  clientId,
  conversationId: 'talk',
  text: `Message ${clientId}`,
  replyTo: null,
  files: [],
  ...part,
})

/** An outbox whose attempts are answered one by one, by hand. */
async function manual(
  judge: (error: unknown) => Verdict = () => ({ retry: 'always' }),
  keeper: Keeper = forgetfulKeeper(),
) {
  const attempts: {
    clientId: string
    files: readonly string[]
    succeed: () => void
    fail: (error: unknown) => void
  }[] = []
  const waits: number[] = []
  const removed: string[] = []
  const { outgoing: kept } = await keptBy(keeper)
  const outbox = createOutbox({
    kept,
    deliver: ({ clientId, files }) => {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      attempts.push({ clientId, files, succeed: resolve, fail: reject })
      return promise
    },
    judge,
    wait: async (delayMs) => void waits.push(delayMs),
    files: { remove: (key) => removed.push(key), renew: () => {} },
  })
  const attempt = async (index: number) => {
    await vi.waitUntil(() => attempts.length > index)
    return attempts[index]
  }
  const queue = () => outbox.queues.get().get('talk') ?? []
  const states = () => queue().map(({ clientId, state }) => `${clientId} ${state}`)
  const send = (signal = stopping.signal) => void outbox.send(signal)
  return { outbox, attempts, attempt, waits, removed, queue, states, send }
}

async function sending(judge?: (error: unknown) => Verdict) {
  const all = await manual(judge)
  all.send()
  return all
}

test('sends one message after the other, in the order they were written', async () => {
  const { outbox, attempts, attempt, states } = await sending()
  outbox.add(outgoing('one'))
  outbox.add(outgoing('two'))
  await attempt(0)
  expect(attempts.map(({ clientId }) => clientId)).toEqual(['one'])
  expect(states()).toEqual(['one waiting', 'two waiting'])
  attempts[0]?.succeed()
  expect((await attempt(1))?.clientId).toBe('two')
  attempts[1]?.succeed()
  await vi.waitUntil(() => states().length === 0)
})

test('does not make one conversation wait for another', async () => {
  const { outbox, attempts, attempt } = await sending()
  outbox.add(outgoing('one'))
  outbox.add(outgoing('two', { conversationId: 'other' }))
  await attempt(1)
  expect(attempts.map(({ clientId }) => clientId)).toEqual(['one', 'two'])
})

test('repeats what failed for now with the same client id, and keeps the order', async () => {
  const { outbox, attempts, attempt, waits } = await sending()
  outbox.add(outgoing('one'))
  outbox.add(outgoing('two'))
  ;(await attempt(0))?.fail(new Error('network'))
  ;(await attempt(1))?.succeed()
  await attempt(2)
  expect(attempts.map(({ clientId }) => clientId)).toEqual(['one', 'one', 'two'])
  expect(waits).toHaveLength(1)
})

test('waits as long as it is told to', async () => {
  const { outbox, attempt, waits } = await sending(() => ({ retry: 'always', afterMs: 7000 }))
  outbox.add(outgoing('one'))
  ;(await attempt(0))?.fail(new Error('too often'))
  await attempt(1)
  expect(waits).toEqual([7000])
})

test('stops the line at a message that is refused, until it is sent again', async () => {
  const { outbox, attempts, attempt, states, queue } = await sending(() => ({ retry: 'never', problem: 'Too long' }))
  outbox.add(outgoing('one'))
  outbox.add(outgoing('two'))
  ;(await attempt(0))?.fail(new Error('refused'))
  await vi.waitUntil(() => states()[0] === 'one failed')
  expect(queue()[0]?.problem).toBe('Too long')
  expect(attempts).toHaveLength(1)

  outbox.retry('one')
  ;(await attempt(1))?.succeed()
  expect((await attempt(2))?.clientId).toBe('two')
})

test('goes on behind a message that is given up', async () => {
  const { outbox, attempt, states, removed } = await sending(() => ({ retry: 'never', problem: 'No' }))
  outbox.add(outgoing('one', { files: ['a'] }))
  outbox.add(outgoing('two'))
  ;(await attempt(0))?.fail(new Error('refused'))
  await vi.waitUntil(() => states()[0] === 'one failed')
  outbox.discard('one')
  expect((await attempt(1))?.clientId).toBe('two')
  expect(removed).toEqual(['a'])
})

test('gives up on a server that fails again and again', async () => {
  const { outbox, attempts, attempt, states } = await sending(() => ({ retry: 'limited' }))
  outbox.add(outgoing('one'))
  for (let index = 0; index < 5; index += 1) (await attempt(index))?.fail(new Error('500'))
  await vi.waitUntil(() => states()[0] === 'one failed')
  expect(attempts).toHaveLength(5)
})

test('takes a message as sent when it turns up in the conversation, whatever becomes of the answer', async () => {
  const { outbox, attempts, attempt, states } = await sending()
  outbox.add(outgoing('one'))
  outbox.add(outgoing('two'))
  const first = await attempt(0)
  outbox.confirm('one')
  expect(states()).toEqual(['two waiting'])
  first?.fail(new Error('the answer was lost'))
  await attempt(1)
  expect(attempts.map(({ clientId }) => clientId)).toEqual(['one', 'two'])
})

test('lets the others pass a message that failed, and keeps it', async () => {
  const { outbox, attempts, attempt, states } = await sending(() => ({ retry: 'never', problem: 'No' }))
  for (const clientId of ['one', 'two', 'three']) outbox.add(outgoing(clientId))
  ;(await attempt(0))?.fail(new Error('refused'))
  await vi.waitUntil(() => states()[0] === 'one failed')
  outbox.letPass('one')
  ;(await attempt(1))?.succeed()
  ;(await attempt(2))?.succeed()
  await vi.waitUntil(() => states().length === 1)
  expect(states()).toEqual(['one failed'])
  outbox.retry('one')
  ;(await attempt(3))?.succeed()
  expect(attempts.map(({ clientId }) => clientId)).toEqual(['one', 'two', 'three', 'one'])
  await vi.waitUntil(() => states().length === 0)
})

test('sends the rest of a message without the files for which it was refused', async () => {
  const { outbox, attempt, states, queue } = await sending(() => ({
    retry: 'never',
    problem: 'No',
    faultyFiles: ['bad'],
  }))
  outbox.add(outgoing('one', { files: ['good', 'bad'] }))
  ;(await attempt(0))?.fail(new Error('refused'))
  await vi.waitUntil(() => states()[0] === 'one failed')
  expect(queue()[0]?.faultyFiles).toEqual(['bad'])
  outbox.retryWithoutFaulty('one')
  expect((await attempt(1))?.files).toEqual(['good'])
})

test('gives up a message of which nothing is left without its faulty files', async () => {
  const { outbox, attempt, states } = await sending(() => ({ retry: 'never', problem: 'No', faultyFiles: ['bad'] }))
  outbox.add(outgoing('one', { text: '', files: ['bad'] }))
  outbox.add(outgoing('two'))
  ;(await attempt(0))?.fail(new Error('refused'))
  await vi.waitUntil(() => states()[0] === 'one failed')
  outbox.retryWithoutFaulty('one')
  expect((await attempt(1))?.clientId).toBe('two')
})

test('what waits is there for the next page, in its order, and is sent by one alone', async () => {
  const keeper = sharedMemory()
  const first = await manual(undefined, keeper.tab())
  const leaving = new AbortController()
  first.send(leaving.signal)
  for (const clientId of ['one', 'two', 'three']) first.outbox.add(outgoing(clientId))
  const cutOff = await first.attempt(0)
  leaving.abort()
  cutOff?.fail(new Error('the page is gone'))

  const next = await manual(undefined, keeper.tab())
  expect(next.states()).toEqual(['one waiting', 'two waiting', 'three waiting'])
  next.send()
  for (const index of [0, 1, 2]) (await next.attempt(index))?.succeed()
  await vi.waitUntil(() => next.states().length === 0)
  expect(next.attempts.map(({ clientId }) => clientId)).toEqual(['one', 'two', 'three'])
  expect(first.attempts).toHaveLength(1)
  expect(first.states()).toEqual([])
})

test('sends what another tab has written, and that tab sees it go', async () => {
  const keeper = sharedMemory()
  const [sender, writer] = [await manual(undefined, keeper.tab()), await manual(undefined, keeper.tab())]
  sender.send()
  writer.outbox.add(outgoing('one'))
  ;(await sender.attempt(0))?.succeed()
  await vi.waitUntil(() => writer.states().length === 0)
  expect(writer.attempts).toEqual([])
})

test('does not send what an earlier version has kept in another form', async () => {
  const keeper = sharedMemory([{ table: 'outgoing', key: 'old', value: { clientId: 'old', body: 'x' } }])
  expect((await manual(undefined, keeper.tab())).states()).toEqual([])
})
