import { expect, test, vi } from 'vitest'
import { ann, message } from '../chat/chat-fixtures.ts'
import type { OutboxItem, Verdict } from './outbox.ts'
import { createOutbox } from './outbox.ts'

const outgoing = (clientId: string, conversationId = 'talk', part: Partial<ReturnType<typeof message>> = {}) => ({
  conversationId,
  message: message(0, { clientId, sender: ann, ...part }),
  attachmentIds: part.attachments?.map(({ id }) => id) ?? [],
  replyToId: null,
})

const file = (id: string) => ({ id, fileName: id, contentType: 'text/plain', byteSize: 1, url: '', image: null })

/** An outbox whose attempts are answered one by one, by hand. */
function manual(judge: (error: unknown) => Verdict = () => ({ retry: 'always' })) {
  const attempts: { clientId: string; attachmentIds: string[]; succeed: () => void; fail: (error: unknown) => void }[] =
    []
  const waits: number[] = []
  const outbox = createOutbox({
    send: ({ message: { clientId }, attachmentIds }: OutboxItem) => {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      attempts.push({ clientId, attachmentIds, succeed: resolve, fail: reject })
      return promise
    },
    judge,
    wait: async (delayMs) => void waits.push(delayMs),
  })
  const attempt = async (index: number) => {
    await vi.waitUntil(() => attempts.length > index)
    return attempts[index]
  }
  const states = () =>
    outbox.queues
      .get()
      .get('talk')
      ?.map(({ message: { clientId }, state }) => `${clientId} ${state}`)
  return { outbox, attempts, attempt, waits, states }
}

test('sends one message after the other, in the order they were written', async () => {
  const { outbox, attempts, attempt, states } = manual()
  outbox.add(outgoing('one'))
  outbox.add(outgoing('two'))
  await attempt(0)
  expect(attempts.map(({ clientId }) => clientId)).toEqual(['one'])
  expect(states()).toEqual(['one waiting', 'two waiting'])
  attempts[0]?.succeed()
  expect((await attempt(1))?.clientId).toBe('two')
  attempts[1]?.succeed()
  await vi.waitUntil(() => states()?.length === 0)
})

test('does not make one conversation wait for another', async () => {
  const { outbox, attempts, attempt } = manual()
  outbox.add(outgoing('one', 'talk'))
  outbox.add(outgoing('two', 'other'))
  await attempt(1)
  expect(attempts.map(({ clientId }) => clientId)).toEqual(['one', 'two'])
})

test('repeats what failed for now with the same client id, and keeps the order', async () => {
  const { outbox, attempts, attempt, waits } = manual()
  outbox.add(outgoing('one'))
  outbox.add(outgoing('two'))
  ;(await attempt(0))?.fail(new Error('network'))
  ;(await attempt(1))?.succeed()
  await attempt(2)
  expect(attempts.map(({ clientId }) => clientId)).toEqual(['one', 'one', 'two'])
  expect(waits).toHaveLength(1)
})

test('waits as long as it is told to', async () => {
  const { outbox, attempt, waits } = manual(() => ({ retry: 'always', afterMs: 7000 }))
  outbox.add(outgoing('one'))
  ;(await attempt(0))?.fail(new Error('too often'))
  await attempt(1)
  expect(waits).toEqual([7000])
})

test('stops the line at a message that is refused, until it is sent again', async () => {
  const { outbox, attempts, attempt, states } = manual(() => ({ retry: 'never', problem: 'Too long' }))
  outbox.add(outgoing('one'))
  outbox.add(outgoing('two'))
  ;(await attempt(0))?.fail(new Error('refused'))
  await vi.waitUntil(() => states()?.[0] === 'one failed')
  expect(outbox.queues.get().get('talk')?.[0]?.problem).toBe('Too long')
  expect(attempts).toHaveLength(1)

  outbox.retry('talk', 'one')
  ;(await attempt(1))?.succeed()
  expect((await attempt(2))?.clientId).toBe('two')
})

test('goes on behind a message that is given up', async () => {
  const { outbox, attempt, states } = manual(() => ({ retry: 'never', problem: 'No' }))
  outbox.add(outgoing('one'))
  outbox.add(outgoing('two'))
  ;(await attempt(0))?.fail(new Error('refused'))
  await vi.waitUntil(() => states()?.[0] === 'one failed')
  outbox.discard('talk', 'one')
  expect((await attempt(1))?.clientId).toBe('two')
})

test('gives up on a server that fails again and again', async () => {
  const { outbox, attempts, attempt, states } = manual(() => ({ retry: 'limited' }))
  outbox.add(outgoing('one'))
  for (let index = 0; index < 5; index += 1) (await attempt(index))?.fail(new Error('500'))
  await vi.waitUntil(() => states()?.[0] === 'one failed')
  expect(attempts).toHaveLength(5)
})

test('takes a message as sent when it turns up in the conversation, whatever becomes of the answer', async () => {
  const { outbox, attempts, attempt, states } = manual()
  outbox.add(outgoing('one'))
  outbox.add(outgoing('two'))
  const first = await attempt(0)
  outbox.confirm('talk', 'one')
  expect(states()).toEqual(['two waiting'])
  first?.fail(new Error('the answer was lost'))
  await attempt(1)
  expect(attempts.map(({ clientId }) => clientId)).toEqual(['one', 'two'])
})

test('lets the others pass a message that failed, and keeps it', async () => {
  const { outbox, attempts, attempt, states } = manual(() => ({ retry: 'never', problem: 'No' }))
  for (const clientId of ['one', 'two', 'three']) outbox.add(outgoing(clientId))
  ;(await attempt(0))?.fail(new Error('refused'))
  await vi.waitUntil(() => states()?.[0] === 'one failed')
  outbox.letPass('talk', 'one')
  ;(await attempt(1))?.succeed()
  ;(await attempt(2))?.succeed()
  await vi.waitUntil(() => states()?.length === 1)
  expect(states()).toEqual(['one failed'])
  outbox.retry('talk', 'one')
  ;(await attempt(3))?.succeed()
  expect(attempts.map(({ clientId }) => clientId)).toEqual(['one', 'two', 'three', 'one'])
  await vi.waitUntil(() => states()?.length === 0)
})

test('sends the rest of a message without the files for which it was refused', async () => {
  const { outbox, attempt, states } = manual(() => ({ retry: 'never', problem: 'No', faultyPlaces: [1] }))
  outbox.add(outgoing('one', 'talk', { attachments: [file('good'), file('bad')] }))
  ;(await attempt(0))?.fail(new Error('refused'))
  await vi.waitUntil(() => states()?.[0] === 'one failed')
  expect(outbox.queues.get().get('talk')?.[0]?.faultyIds).toEqual(['bad'])
  outbox.retryWithoutFaulty('talk', 'one')
  expect((await attempt(1))?.attachmentIds).toEqual(['good'])
  expect(outbox.queues.get().get('talk')?.[0]?.message.attachments).toEqual([file('good')])
})

test('gives up a message of which nothing is left without its faulty files', async () => {
  const { outbox, attempt, states } = manual(() => ({ retry: 'never', problem: 'No', faultyPlaces: [0] }))
  outbox.add(outgoing('one', 'talk', { text: '', attachments: [file('bad')] }))
  outbox.add(outgoing('two'))
  ;(await attempt(0))?.fail(new Error('refused'))
  await vi.waitUntil(() => states()?.[0] === 'one failed')
  outbox.retryWithoutFaulty('talk', 'one')
  expect((await attempt(1))?.clientId).toBe('two')
})
