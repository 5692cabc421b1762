import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { measure } from './picture.ts'

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')
const uint16 = (value: number) => hex(value.toString(16).padStart(4, '0'))
const uint32 = (value: number) => hex(value.toString(16).padStart(8, '0'))

/** A TIFF header and a directory that says nothing but the orientation. */
const exif = (orientation: number) =>
  Buffer.concat([hex('4d4d002a 00000008 0001 0112 0003 00000001'), uint16(orientation), hex('0000 00000000')])

const jpeg = (width: number, height: number, orientation: number) => {
  const data = Buffer.concat([Buffer.from('Exif\0\0'), exif(orientation)])
  const frame = [hex('ffc0 000b 08'), uint16(height), uint16(width), hex('01 01 11 00')]
  return Buffer.concat([hex('ffd8 ffe1'), uint16(data.length + 2), data, ...frame])
}

const pngChunk = (type: string, data: Buffer) =>
  Buffer.concat([uint32(data.length), Buffer.from(type), data, hex('00000000')])
const png = (width: number, height: number, orientation: number) =>
  Buffer.concat([
    hex('89504e470d0a1a0a'),
    pngChunk('IHDR', Buffer.concat([uint32(width), uint32(height), hex('08 06 00 00 00')])),
    pngChunk('tEXt', Buffer.from('Comment\0none')),
    pngChunk('eXIf', exif(orientation)),
    pngChunk('IDAT', Buffer.alloc(8)),
  ])

const riffChunk = (type: string, data: Buffer) => {
  const size = Buffer.alloc(4)
  size.writeUInt32LE(data.length)
  return Buffer.concat([Buffer.from(type), size, data])
}
const webp = (width: number, height: number, orientation: number) => {
  const canvas = Buffer.alloc(10)
  canvas.writeUIntLE(width - 1, 4, 3)
  canvas.writeUIntLE(height - 1, 7, 3)
  const chunks = [Buffer.from('WEBP'), riffChunk('VP8X', canvas), riffChunk('EXIF', exif(orientation))]
  return riffChunk('RIFF', Buffer.concat(chunks))
}

const box = (type: string, ...parts: Buffer[]) => {
  const data = Buffer.concat(parts)
  return Buffer.concat([uint32(data.length + 8), Buffer.from(type), data])
}
const avif = (width: number, height: number, quarterTurns: number) =>
  Buffer.concat([
    box('ftyp', Buffer.from('avif'), uint32(0), Buffer.from('avifmif1miaf')),
    box(
      'meta',
      uint32(0),
      box(
        'iprp',
        box('ipco', box('ispe', uint32(0), uint32(width), uint32(height)), box('irot', hex(`0${quarterTurns}`))),
      ),
    ),
    box('mdat', Buffer.alloc(16)),
  ])

test.each([
  ['image/jpeg', jpeg(40, 30, 1), jpeg(40, 30, 6)],
  ['image/png', png(40, 30, 1), png(40, 30, 8)],
  ['image/webp', webp(40, 30, 1), webp(40, 30, 5)],
  ['image/avif', avif(40, 30, 0), avif(40, 30, 1)],
])('%s has the size that it is shown with', (contentType, upright, turned) => {
  expect(measure(contentType, upright)).toEqual({ width: 40, height: 30 })
  expect(measure(contentType, turned)).toEqual({ width: 30, height: 40 })
})

test('what does not tell its size has none', () => {
  expect(measure('image/jpeg', jpeg(40, 30, 1).subarray(0, 20))).toBeNull()
  expect(measure('image/png', png(0, 30, 1))).toBeNull()
  expect(measure('image/heic', avif(40, 30, 0))).toBeNull()
})

test('no bytes make it fail', () => {
  const samples = [jpeg(40, 30, 6), png(40, 30, 8), webp(40, 30, 5), avif(40, 30, 1)]
  const damage = fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { maxLength: 8 })
  const contentType = fc.constantFrom('image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/avif')
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 400 }),
    fc.tuple(fc.constantFrom(...samples), damage).map(([sample, changes]) => {
      const copy = Buffer.from(sample)
      for (const [at, value] of changes) copy[at % copy.length] = value
      return copy
    }),
  )
  fc.assert(
    fc.property(contentType, bytes, (type, start) => {
      const { width, height } = measure(type, start) ?? { width: 1, height: 1 }
      expect(Math.min(width, height)).toBeGreaterThan(0)
    }),
    { numRuns: 2_000 },
  )
})
