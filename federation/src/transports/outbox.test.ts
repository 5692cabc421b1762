import { setImmediate as turn } from 'node:timers/promises'
import { Writable } from 'node:stream'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test, vi } from 'vitest'
import { createOutboxes } from './outbox.ts'

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

/** A socket whose reader takes nothing until it is told to. */
const createSocket = () => {
  const writes: Buffer[] = []
  const taken: (() => void)[] = []
  const socket = new Writable({
    highWaterMark: 4,
    write(chunk: Buffer, _, done) {
      writes.push(chunk)
      taken.push(done)
    },
  })
  return { socket, writes, read: () => taken.shift()?.() }
}

const bytes = (text: string) => Buffer.from(text)

test('all frames of a turn leave in one write, in order', async () => {
  const { socket, writes, read } = createSocket()
  const outbox = createOutboxes({ maxWaitingBytes: 100 }).open(socket, vi.fn<() => void>())
  outbox.push(bytes('a'))
  outbox.push(bytes('b'))
  expect(writes).toEqual([])
  await turn()
  outbox.push(bytes('c'))
  read()
  await turn()
  expect(writes.map(String)).toEqual(['ab', 'c'])
})

test('sockets with the same frames get the same bytes', async () => {
  const outboxes = createOutboxes({ maxWaitingBytes: 100 })
  const sockets = [createSocket(), createSocket(), createSocket()]
  const [shared, other] = [bytes('shared'), bytes('other')]
  for (const [index, { socket }] of sockets.entries()) {
    const outbox = outboxes.open(socket, vi.fn<() => void>())
    outbox.push(shared)
    outbox.push(index < 2 ? other : bytes('third'))
  }
  await turn()
  expect(sockets.map(({ writes }) => String(writes[0]))).toEqual(['sharedother', 'sharedother', 'sharedthird'])
  expect(sockets[0]?.writes[0]).toBe(sockets[1]?.writes[0])
})

test('flush writes at once, and only once', async () => {
  const { socket, writes } = createSocket()
  const outbox = createOutboxes({ maxWaitingBytes: 100 }).open(socket, vi.fn<() => void>())
  outbox.push(bytes('a'))
  outbox.flush()
  expect(writes.map(String)).toEqual(['a'])
  await turn()
  expect(writes).toHaveLength(1)
})

test('a reader for whom too much waits is reported once, and finds no more than what was written before', async () => {
  const { socket, writes, read } = createSocket()
  const onFull = vi.fn<() => void>()
  const outbox = createOutboxes({ maxWaitingBytes: 10 }).open(socket, onFull)
  outbox.push(bytes('01234'))
  await turn()
  for (const rest of ['5', '6789', 'x', 'y', 'z']) {
    expect(onFull).toHaveBeenCalledTimes(rest === 'y' || rest === 'z' ? 1 : 0)
    outbox.push(bytes(rest))
    await turn()
  }
  expect(onFull).toHaveBeenCalledTimes(1)
  socket.write('the end')
  read()
  await turn()
  expect(writes.map(String)).toEqual(['01234', 'the end'])
})

test('what waits for a reader goes on, in one write, once the reader takes what came before', async () => {
  const { socket, writes, read } = createSocket()
  const outbox = createOutboxes({ maxWaitingBytes: 100 }).open(socket, vi.fn<() => void>())
  outbox.push(bytes('first'))
  await turn()
  for (const frame of ['a', 'b', 'c']) {
    outbox.push(bytes(frame))
    await turn()
  }
  expect(writes.map(String)).toEqual(['first'])
  read()
  await turn()
  expect(writes.map(String)).toEqual(['first', 'abc'])
})

test('flush writes what waits, however little the reader has taken', async () => {
  const { socket, read, writes } = createSocket()
  const outbox = createOutboxes({ maxWaitingBytes: 100 }).open(socket, vi.fn<() => void>())
  outbox.push(bytes('first'))
  await turn()
  outbox.push(bytes('second'))
  outbox.flush()
  expect(socket.writableLength).toBe(11)
  read()
  await turn()
  expect(writes.map(String)).toEqual(['first', 'second'])
})

test('roomy waits until the reader has caught up', async () => {
  const { socket, read } = createSocket()
  const outbox = createOutboxes({ maxWaitingBytes: 20 }).open(socket, vi.fn<() => void>())
  await outbox.roomy()
  outbox.push(bytes('0123456789'))
  const roomy = vi.fn<() => void>()
  const waiting = outbox.roomy().then(roomy)
  await turn()
  expect(roomy).not.toHaveBeenCalled()
  read()
  await waiting
})

test('closing drops what waits, and lets go who waits for room', async () => {
  const { socket, writes } = createSocket()
  const outbox = createOutboxes({ maxWaitingBytes: 20 }).open(socket, vi.fn<() => void>())
  outbox.push(bytes('0123456789'))
  const waiting = outbox.roomy()
  outbox.push(bytes('never'))
  outbox.close()
  await waiting
  await turn()
  expect(writes.map(String)).toEqual(['0123456789'])
})

test('the memory of what waited for a reader is given back once the reader has taken it', async () => {
  const { socket, writes, read } = createSocket()
  const outbox = createOutboxes({ maxWaitingBytes: 100 }).open(socket, vi.fn<() => void>())
  outbox.push(bytes('first'))
  await turn()
  for (const frame of ['a', 'b']) outbox.push(bytes(frame))
  await turn()
  read()
  await turn()
  expect(String(writes[1])).toBe('ab')
  const waited = new WeakRef(writes[1] ?? writes)
  writes.length = 0
  read()
  await turn()
  collectGarbage()
  expect(waited.deref()).toBeUndefined()
  expect(socket.writable).toBe(true)
  outbox.push(bytes('more'))
  await turn()
  expect(writes.map(String)).toEqual(['more'])
})
