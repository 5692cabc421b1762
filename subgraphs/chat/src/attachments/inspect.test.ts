import { expect, test } from 'vitest'
import { inspect } from './inspect.ts'

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

test('an SVG is a file like others, never a picture to show', async () => {
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
  expect(await inspect('image/svg+xml', svg)).toEqual({ picture: null })
})
