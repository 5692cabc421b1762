import { setImmediate as turn } from 'node:timers/promises'
import { GraphQLError } from 'graphql'
import { expect, test, vi } from 'vitest'
import type { ResultSink } from '../live/running-subscription.ts'
import { startLiveOperation } from './live-operation.ts'

const setup = (subscribed: Promise<unknown> = Promise.resolve()) => {
  const given: { sink?: ResultSink; signal?: AbortSignal } = {}
  const [next, onOver] = [vi.fn<(payload: Buffer) => void>(), vi.fn<() => void>()]
  const operation = startLiveOperation({
    subscribe(sink, signal) {
      Object.assign(given, { sink, signal })
      return subscribed
    },
    results: { push: next, roomy: async () => undefined },
    onOver,
  })
  return { operation, next, onOver, given }
}

test('results go past the iterator, which ends when the subscription completes', async () => {
  const { operation, next, onOver, given } = setup()
  const ended = operation.next()
  given.sink?.next(Buffer.from('{}'))
  expect(next).toHaveBeenCalledExactlyOnceWith(Buffer.from('{}'))
  given.sink?.complete()
  await expect(ended).resolves.toEqual({ done: true, value: undefined })
  given.sink?.next(Buffer.from('{}'))
  given.sink?.complete()
  expect(next).toHaveBeenCalledTimes(1)
  expect(onOver).toHaveBeenCalledTimes(1)
})

test('the iterator throws all errors of the subscription', async () => {
  const { operation, given } = setup()
  const errors = [new GraphQLError('one'), new GraphQLError('two')]
  given.sink?.error(errors)
  await expect(operation.next()).rejects.toMatchObject({ errors })
})

test('a subscription that is refused is one that ends with errors', async () => {
  const refusal = new GraphQLError('no', { extensions: { code: 'FORBIDDEN' } })
  const { operation, onOver } = setup(Promise.reject(refusal))
  await expect(operation.next()).rejects.toMatchObject({ errors: [refusal] })
  expect(onOver).toHaveBeenCalledTimes(1)
})

test('when the client goes the subscription is told, and the iterator stays silent', async () => {
  const { operation, next, onOver, given } = setup()
  const settled = vi.fn<() => void>()
  void operation.next().then(settled, settled)
  await operation.return()
  expect(given.signal?.aborted).toBe(true)
  given.sink?.next(Buffer.from('{}'))
  given.sink?.complete()
  await turn()
  expect(settled).not.toHaveBeenCalled()
  expect(next).not.toHaveBeenCalled()
  expect(onOver).toHaveBeenCalledTimes(1)
})
