import { expect, test } from 'vitest'
import { inspect, INSPECTED_BYTES } from './inspect.ts'

/** The start of a PNG of that size: signature and IHDR. */
function png(width: number, height: number): Uint8Array {
  const bytes = Buffer.alloc(64)
  bytes.write('89504e470d0a1a0a0000000d49484452', 0, 'hex')
  bytes.writeUInt32BE(width, 16)
  bytes.writeUInt32BE(height, 20)
  bytes.write('0806000000', 24, 'hex')
  bytes.write('0000000049444154', 33, 'hex')
  return bytes
}

test('a picture is measured', async () => {
  expect(await inspect('image/png', png(320, 200))).toEqual({ picture: { width: 320, height: 200 } })
})

test('a picture that is another, none, or too large is refused', async () => {
  expect(await inspect('image/jpeg', png(1, 1))).toHaveProperty('problem')
  expect(await inspect('image/png', Buffer.from('<html>'))).toHaveProperty('problem')
  expect(await inspect('image/png', png(20_000, 20_000))).toHaveProperty('problem')
})

test('a picture that does not say its size in the beginning is a file like others', async () => {
  const comment = Buffer.from(`fffefffd${'00'.repeat(0xff_fd - 2)}`, 'hex')
  const jpeg = Buffer.concat([
    Buffer.from('ffd8', 'hex'),
    ...Array<Buffer>(16).fill(comment),
    Buffer.from('ffc0', 'hex'),
  ])
  expect(await inspect('image/jpeg', jpeg)).toEqual({ picture: null })
})

/** The start of a JPEG of that size behind so many bytes of metadata, in segments of at most 64 KiB. */
function jpegBehind(metadataBytes: number, width: number, height: number): Uint8Array {
  const segments: Buffer[] = []
  for (let left = metadataBytes; left > 0; left -= 0xff_ff) {
    const segment = Buffer.alloc(Math.min(left, 0xff_ff) + 2)
    segment.writeUInt16BE(0xff_e2, 0)
    segment.writeUInt16BE(segment.length - 2, 2)
    segments.push(segment)
  }
  const frame = Buffer.from('ffc0000b080000000001011100', 'hex')
  frame.writeUInt16BE(height, 5)
  frame.writeUInt16BE(width, 7)
  return Buffer.concat([Buffer.from('ffd8', 'hex'), ...segments, frame])
}

test('a picture of 144 megapixels behind 327 KB of metadata is none to show', async () => {
  expect(await inspect('image/jpeg', jpegBehind(327_000, 4_000, 3_000))).toEqual({
    picture: { width: 4_000, height: 3_000 },
  })
  expect(await inspect('image/jpeg', jpegBehind(327_000, 12_000, 12_000))).toHaveProperty('problem')
  const start = jpegBehind(2 * INSPECTED_BYTES, 12_000, 12_000).subarray(0, INSPECTED_BYTES)
  expect(await inspect('image/jpeg', start)).toEqual({ picture: null })
})

test('an SVG is a file like others, never a picture to show', async () => {
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
  expect(await inspect('image/svg+xml', svg)).toEqual({ picture: null })
})
