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
