import { expect, test } from 'vitest'
import { createCommit } from './commit.ts'
import { EMPTY_HEAD } from './entry.ts'
import type { Draft, LogEntry } from './entry.ts'

const clock = { nowMs: Date.now }

/** A log in memory with the unique indexes of the real one, whose every step takes a turn of the event loop. */
function createMemoryLog() {
  const entries: LogEntry[] = []
  const turn = () => new Promise((resolve) => setImmediate(resolve))
  return {
    entries,
    async head() {
      await turn()
      return entries.at(-1) ?? EMPTY_HEAD
    },
    async insert(inserted: LogEntry[]) {
      await turn()
      for (const [index, entry] of inserted.entries()) {
        const isTaken = entry.clientKey !== undefined && entries.some(({ clientKey }) => clientKey === entry.clientKey)
        if (entry.seq !== entries.length + 1 || isTaken) return index
        entries.push(entry)
      }
      return inserted.length
    },
    async byClientKey(clientKey: string) {
      await turn()
      return entries.find((entry) => entry.clientKey === clientKey) ?? null
    },
  }
}

const draft = (senderId: string, clientId: string): Draft => ({
  type: 'MessageSent',
  message: { id: `${senderId}-${clientId}`, senderId, clientId, text: clientId, attachmentIds: [], quotedId: null },
})

test('processes that write at the same time leave no hole, and keep the order of each sender', async () => {
  const log = createMemoryLog()
  const processes = [createCommit(log, clock), createCommit(log, clock), createCommit(log, clock)]
  await Promise.all(
    processes.flatMap((commit, sender) =>
      Array.from({ length: 20 }, (_, index) => commit('room', draft(`s${sender}`, String(index)))),
    ),
  )
  expect(log.entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 60 }, (_, index) => index + 1))
  for (const sender of ['s0', 's1', 's2']) {
    const own = log.entries.map(({ clientKey }) => clientKey ?? '').filter((key) => key.includes(`:${sender}:`))
    expect(own).toEqual(Array.from({ length: 20 }, (_, index) => `room:${sender}:${index}`))
  }
})

test('the same client id is committed once, whoever is asked', async () => {
  const log = createMemoryLog()
  const processes = [createCommit(log, clock), createCommit(log, clock)]
  const answers = await Promise.all(
    processes.flatMap((commit) => Array.from({ length: 25 }, () => commit('room', draft('ada', 'again')))),
  )
  expect(log.entries).toHaveLength(1)
  expect(new Set(answers)).toEqual(new Set(log.entries))
})

test('a decision is taken again when the log has moved on', async () => {
  const log = createMemoryLog()
  const commit = createCommit(log, clock)
  await commit('room', draft('ada', '1'))
  const heads: number[] = []
  const entry = await commit('room', async ({ seq }) => {
    heads.push(seq)
    if (heads.length === 1) await createCommit(log, clock)('room', draft('ben', '1'))
    return draft('ada', '2')
  })
  expect(heads).toEqual([1, 2])
  expect(entry?.seq).toBe(3)
})

test('what waits together is committed together, but for what is there already', async () => {
  const log = createMemoryLog()
  const commit = createCommit(log, clock)
  await commit('room', draft('ada', 'old'))
  const ids = ['1', '2', 'old', '3', '2', '4']
  const entries = await Promise.all(ids.map((id) => commit('room', draft('ada', id))))
  expect(entries.map((entry) => entry?.seq)).toEqual([2, 3, 1, 4, 3, 5])
})

test('deciding on nothing, or failing, appends nothing and holds nobody up', async () => {
  const log = createMemoryLog()
  const commit = createCommit(log, clock)
  const failing = commit('room', async () => {
    throw new Error('not allowed')
  })
  const nothing = commit('room', async () => null)
  const something = commit('room', draft('ada', '1'))
  await expect(failing).rejects.toThrow('not allowed')
  expect(await nothing).toBeNull()
  expect((await something)?.seq).toBe(1)
})
