import { randomUUID } from 'node:crypto'
import { createLogger } from '@colloquy/platform/logger'
import { connectMongodb } from '@colloquy/platform/mongodb'
import { expect, inject, test, vi } from 'vitest'
import { createAnnouncer } from '../src/sessions/announcer.ts'
import { createSessionStore } from '../src/sessions/store.ts'

test('what could not be told while the broker was away is told later, once', async () => {
  await using mongodb = await connectMongodb(
    new URL(`/announcer-${randomUUID()}`, inject('infrastructure').mongodbUrl).href,
  )
  const store = await createSessionStore(mongodb)
  const at = new Date(Date.now() - 60_000)
  const session = {
    id: randomUUID(),
    userId: 'ada',
    userAgent: null,
    createdAt: at,
    lastUsedAt: at,
    expiresAt: new Date(Date.now() + 3_600_000),
    endedAt: null,
    notice: { to: 'ada@people.example', ip: '192.0.2.1' },
  }
  await store.insert(session)
  const published: unknown[] = []
  const publish = vi
    .fn<(message: { payload: unknown }) => Promise<void>>()
    .mockRejectedValueOnce(new Error('away'))
    .mockImplementation(async ({ payload }) => void published.push(payload))
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  try {
    await using announcer = createAnnouncer({
      store,
      publisher: { publish, [Symbol.asyncDispose]: async () => undefined },
      queue: 'mail.send',
      logger: createLogger('test', 'silent'),
    })
    announcer.soon(session)
    await vi.waitFor(() => expect(publish).toHaveBeenCalledTimes(1))
    for (const expected of [1, 1]) {
      vi.advanceTimersByTime(30_000)
      await vi.waitFor(async () => {
        expect(published).toHaveLength(expected)
        expect(await store.unannounced(new Date(), 10)).toEqual([])
      })
    }
    expect(published).toMatchObject([{ id: session.id, type: 'new_sign_in', to: 'ada@people.example' }])
  } finally {
    vi.useRealTimers()
  }
})
