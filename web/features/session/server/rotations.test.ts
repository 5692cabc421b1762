import { expect, test, vi } from 'vitest'
import { createRotations } from './rotations.ts'

test('presents a token once, and gives its successor to whoever asks in the meantime', async () => {
  const rotations = createRotations<string>()
  const rotate = vi.fn<() => Promise<string>>(async () => 'successor')
  const answers = await Promise.all([rotations('token', rotate), rotations('token', rotate)])
  expect(answers).toEqual(['successor', 'successor'])
  expect(await rotations('token', rotate)).toBe('successor')
  expect(rotate).toHaveBeenCalledOnce()
})

test('keeps tokens apart', async () => {
  const rotations = createRotations<string>()
  expect(await rotations('a', async () => 'for a')).toBe('for a')
  expect(await rotations('b', async () => 'for b')).toBe('for b')
})

test('tries again after a failure', async () => {
  const rotations = createRotations<string>()
  await expect(rotations('token', () => Promise.reject(new Error('gateway away')))).rejects.toThrow('gateway away')
  expect(await rotations('token', async () => 'successor')).toBe('successor')
})

test('forgets after a while', async () => {
  vi.useFakeTimers()
  try {
    const rotations = createRotations<string>(1000)
    await rotations('token', async () => 'first')
    await vi.advanceTimersByTimeAsync(1001)
    expect(await rotations('token', async () => 'second')).toBe('second')
  } finally {
    vi.useRealTimers()
  }
})
