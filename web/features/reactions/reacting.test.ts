import { beforeEach, expect, test, vi } from 'vitest'
import type { Reacting } from './reacting.ts'
import { createReacting } from './reacting.ts'

const thumb = { conversationId: 'talk', messageId: 'one', emoji: '👍' }

let reacting: Reacting
let sent: boolean[]
let problems: unknown[]
let answers: PromiseWithResolvers<void>[]
beforeEach(() => {
  sent = []
  problems = []
  answers = []
  reacting = createReacting({
    send: ({ added }) => {
      const answer = Promise.withResolvers<void>()
      sent.push(added)
      answers.push(answer)
      return answer.promise
    },
    onProblem: (error) => problems.push(error),
  })
})
const wished = () => reacting.wished.get().get('one')?.get('👍')

test('a wish is shown until it is answered', async () => {
  reacting.react({ ...thumb, added: true })
  expect([sent, wished()]).toEqual([[true], true])
  answers[0]?.resolve()
  await vi.waitFor(() => expect(reacting.wished.get().size).toBe(0))
  expect([sent, problems]).toEqual([[true], []])
})

test('the last of several wishes is what is sent after the first', async () => {
  for (const added of [true, false, true, false]) reacting.react({ ...thumb, added })
  expect([sent, wished()]).toEqual([[true], false])
  answers[0]?.resolve()
  await vi.waitFor(() => expect(sent).toEqual([true, false]))
  expect(wished()).toBe(false)
  answers[1]?.resolve()
  await vi.waitFor(() => expect(wished()).toBeUndefined())
  expect(sent).toEqual([true, false])
})

test('one that is refused is taken back, and the problem told', async () => {
  reacting.react({ ...thumb, added: true })
  answers[0]?.reject(new Error('refused'))
  await vi.waitFor(() => expect(problems).toEqual([new Error('refused')]))
  await vi.waitFor(() => expect(wished()).toBeUndefined())
})
