import { expect, test, vi } from 'vitest'
import { createReadMarker } from './read-marker.ts'

function marker(outcomes: (Error | null)[] = []) {
  const sent: [string, number][] = []
  const pauses: (() => void)[] = []
  const mark = createReadMarker({
    send: async (conversationId, seq) => {
      sent.push([conversationId, seq])
      const outcome = outcomes.shift()
      if (outcome) throw outcome
    },
    isPassing: (error) => error instanceof TypeError,
    wait: () => new Promise((resolve) => pauses.push(resolve)),
  })
  const pause = async () => {
    await vi.waitUntil(() => pauses.length > 0)
    pauses.shift()?.()
  }
  return { mark, sent, pause }
}

test('sends the first mark at once and of those that follow only the newest', async () => {
  const { mark, sent, pause } = marker()
  mark('talk', 3)
  mark('talk', 4)
  mark('talk', 7)
  mark('talk', 6)
  await pause()
  await vi.waitUntil(() => sent.length === 2)
  expect(sent).toEqual([
    ['talk', 3],
    ['talk', 7],
  ])
})

test('sends a mark again that did not get through', async () => {
  const { mark, sent, pause } = marker([new TypeError('Failed to fetch')])
  mark('talk', 3)
  await pause()
  await vi.waitUntil(() => sent.length === 2)
  expect(sent[1]).toEqual(['talk', 3])
})

test('lets go of a mark that was refused', async () => {
  const { mark, sent, pause } = marker([new Error('not a member')])
  mark('talk', 3)
  await pause()
  mark('talk', 5)
  await vi.waitUntil(() => sent.length === 2)
  expect(sent[1]).toEqual(['talk', 5])
})
