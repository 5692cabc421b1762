import { expect, test } from 'vitest'
import { REALTIME_LIMITS } from '../limits.ts'
import { createEventLog } from './event-log.ts'

test('a page is shared while it is read, and read again by those who come later', async () => {
  let reads = 0
  const log = createEventLog(
    {
      route: (contract) => async () => {
        const change = { type: 'MembersChanged', joinedIds: [], leftIds: [], byId: null }
        return contract.response.parse({ events: [{ ...change, conversationId: 'a', seq: 1, atMs: ++reads }] })
      },
    },
    REALTIME_LIMITS,
  )
  const read = () => log.pageAt([{ conversationId: 'a', seq: 1 }])
  const [first, second] = await Promise.all([read(), read()])
  expect(first).toMatchObject([{ atMs: 1 }])
  expect(second).toBe(first)
  expect(await read()).toMatchObject([{ atMs: 2 }])
})

test('of those who come back at once some are asked about at a time, and one conversation does not wait for them', async () => {
  const waiting: ((answer: object) => void)[] = []
  const log = createEventLog(
    { route: (contract) => async () => contract.response.parse(await new Promise((resolve) => waiting.push(resolve))) },
    REALTIME_LIMITS,
  )
  const { logReadsAtOnce } = REALTIME_LIMITS
  const asked = Array.from({ length: 3 * logReadsAtOnce }, (_, at) => log.memberships({ userId: `user${at}` }))
  const begun = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
  await begun()
  expect(waiting).toHaveLength(logReadsAtOnce)
  const one = log.memberships({ userId: 'ada', conversationId: 'room' })
  expect(waiting).toHaveLength(logReadsAtOnce + 1)
  for (let answered = 0; answered <= asked.length; answered++) {
    waiting[answered]?.({ memberships: [] })
    await begun()
    expect(waiting.length).toBeLessThanOrEqual(answered + logReadsAtOnce + 2)
  }
  expect(await Promise.all([...asked, one])).toHaveLength(asked.length + 1)
})
