import { expect, test } from 'vitest'
import { createNextFrames, textFrame } from './frames.ts'

/** The text of a frame, by RFC 6455: final, text, not masked. */
function textOf(frame: Buffer): string {
  expect(frame[0]).toBe(0x81)
  const short = frame[1] ?? 0
  const [start, size] =
    short < 126 ? [2, short] : short === 126 ? [4, frame.readUInt16BE(2)] : [10, Number(frame.readBigUInt64BE(2))]
  expect(frame.length).toBe(start + size)
  return frame.toString('utf8', start)
}

test.each([0, 1, 125, 126, 65_535, 65_536])('a frame of %i bytes carries its length in the right form', (size) => {
  const text = 'x'.repeat(size)
  expect(textOf(textFrame(text))).toBe(text)
})

test('lengths are of bytes, not of characters', () => {
  expect(textOf(textFrame('Zoë 🏊'))).toBe('Zoë 🏊')
})

test('a next message is made around the payload', () => {
  const frame = createNextFrames()('a "quoted" id')(Buffer.from('{"data":{"name":"Zoë"}}'))
  expect(JSON.parse(textOf(frame))).toEqual({
    id: 'a "quoted" id',
    type: 'next',
    payload: { data: { name: 'Zoë' } },
  })
})

test('sockets that use the same id share the frame of a payload', () => {
  const nextFrames = createNextFrames()
  const [one, other, third] = [nextFrames('1'), nextFrames('1'), nextFrames('2')]
  const payload = Buffer.from('{"data":null}')
  expect(one(payload)).toBe(other(payload))
  expect(textOf(third(payload))).toBe('{"id":"2","type":"next","payload":{"data":null}}')
  expect(textOf(one(Buffer.from('{}')))).toBe('{"id":"1","type":"next","payload":{}}')
})
