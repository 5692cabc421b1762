import { expect, test } from 'vitest'
import { createLogStream } from './log-stream.ts'

const failure = (code: string) => Object.assign(new Error(code), { code })

test('lines that a full disk does not take are dropped, and counted once there is room', () => {
  let full = false
  let written = ''
  const stream = createLogStream(1, (_, bytes) => {
    if (full) throw failure('ENOSPC')
    written += Buffer.from(bytes).toString()
    return bytes.length
  })
  stream.write('one\n')
  full = true
  stream.write('two\n')
  stream.write('three\n')
  full = false
  stream.write('four\n')
  const lines = written.split('\n').filter((line) => line !== '')
  expect(lines).toEqual(['one', expect.stringContaining('2 lines of the log were lost'), 'four'])
})

test('a line that goes out in parts is whole', () => {
  let written = ''
  const stream = createLogStream(1, (_, bytes) => {
    written += Buffer.from(bytes.subarray(0, 2)).toString()
    return Math.min(2, bytes.length)
  })
  stream.write('a whole line\n')
  expect(written).toBe('a whole line\n')
})

test('a pipe that is full for a moment gets the line a moment later; for long, and the line is dropped', () => {
  let refusals = 3
  let written = ''
  const stream = createLogStream(1, (_, bytes) => {
    if (refusals-- > 0) throw failure('EAGAIN')
    written += Buffer.from(bytes).toString()
    return bytes.length
  })
  stream.write('late\n')
  expect(written).toBe('late\n')
  refusals = 1_000
  stream.write('never\n')
  expect(written).toBe('late\n')
})
