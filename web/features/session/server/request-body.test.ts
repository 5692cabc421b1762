import { expect, test, vi } from 'vitest'
import config from '../../../next.config.ts'
import { BodyTooLargeError, MAX_BODY_BYTES, readJson } from './request-body.ts'

const post = (body: BodyInit | null, headers = {}) =>
  new Request('http://chat.test/', {
    method: 'POST',
    body,
    headers,
    ...(body instanceof ReadableStream && { duplex: 'half' }),
  })

test('a body is its JSON, or null when it is none', async () => {
  expect(await readJson(post('{"code":"123456"}'))).toEqual({ code: '123456' })
  expect(await readJson(post('{'))).toBeNull()
  expect(await readJson(post(null))).toBeNull()
})

test('a body that says that it is too large is not read at all', async () => {
  const request = post('{}', { 'content-length': '60000000' })
  await expect(readJson(request)).rejects.toThrow(BodyTooLargeError)
  expect(request.bodyUsed).toBe(false)
})

test('a body that does not say so is read no further than allowed', async () => {
  const pulls = vi.fn<(controller: ReadableStreamDefaultController<Uint8Array>) => void>((controller) =>
    controller.enqueue(new Uint8Array(1_024)),
  )
  const cancelled = vi.fn<() => void>()
  const endless = new ReadableStream<Uint8Array>({ pull: pulls, cancel: cancelled })
  await expect(readJson(post(endless))).rejects.toThrow(BodyTooLargeError)
  expect(pulls.mock.calls.length).toBeLessThan(20)
  expect(cancelled).toHaveBeenCalledTimes(1)
})

test('Next holds no more of a body than our routes read', () => {
  expect(config.experimental?.proxyClientMaxBodySize).toBe(MAX_BODY_BYTES)
})
