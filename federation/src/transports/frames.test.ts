import { expect, test } from 'vitest'
import { NextFrames, nextPrefix, textFrame } from './frames.ts'

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

const around = (frames: NextFrames, payload: Buffer, id: string) => frames.around(payload, id, nextPrefix(id))

test('a next message is made around the payload', () => {
  const frame = around(new NextFrames(), Buffer.from('{"data":{"name":"Zoë"}}'), 'a "quoted" id')
  expect(JSON.parse(textOf(frame))).toEqual({
    id: 'a "quoted" id',
    type: 'next',
    payload: { data: { name: 'Zoë' } },
  })
})

test('sockets that use the same id share the frame of a payload', () => {
  const frames = new NextFrames()
  const payload = Buffer.from('{"data":null}')
  const first = around(frames, payload, '1')
  expect(around(frames, payload, '1')).toBe(first)
  expect(textOf(around(frames, payload, '2'))).toBe('{"id":"2","type":"next","payload":{"data":null}}')
  expect(textOf(around(frames, Buffer.from('{}'), '2'))).toBe('{"id":"2","type":"next","payload":{}}')
})
