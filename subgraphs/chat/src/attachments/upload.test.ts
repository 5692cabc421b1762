import { MAX_FILE_BYTES } from '@colloquy/schema/rules'
import { expect, test } from 'vitest'
import { parseUpload } from './upload.ts'

const file = { fileName: 'Übersicht (1).png', contentType: 'image/png', byteSize: 10 }

test('types have one name and one case', () => {
  expect(parseUpload({ ...file, contentType: 'Image/JPG' })).toEqual({ ...file, contentType: 'image/jpeg' })
})

test.each<[string, object]>([
  ['byteSize', { byteSize: 0 }],
  ['byteSize', { byteSize: MAX_FILE_BYTES + 1 }],
  ['contentType', { contentType: 'png' }],
  ['contentType', { contentType: 'image/png; charset=x' }],
  ['contentType', { contentType: 'image/png\r\nx: y' }],
  ['fileName', { fileName: '' }],
  ['fileName', { fileName: 'x'.repeat(256) }],
  ['fileName', { fileName: '../../etc/passwd' }],
  ['fileName', { fileName: 'C:\\x' }],
  ['fileName', { fileName: 'a\nb' }],
  ['fileName', { fileName: 'evil\u202egnp.exe' }],
  ['fileName', { fileName: '..' }],
])('%s is refused in %o', (field, change) => {
  expect(() => parseUpload({ ...file, ...change })).toThrow(
    expect.objectContaining({
      extensions: expect.objectContaining({ issues: [expect.objectContaining({ path: ['input', field] })] }),
    }),
  )
})
