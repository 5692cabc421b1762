import { expect, test } from 'vitest'
import { fits, isInlineImage, normalType, servedType } from './content-types.ts'

const text = new TextEncoder().encode('hello')
const binary = new Uint8Array([0x89, 0x50, 0x00, 0x01])

test.each<[string, string | undefined, Uint8Array]>([
  ['image/png', 'image/png', binary],
  ['image/png', 'image/apng', binary],
  ['application/pdf', 'application/pdf', binary],
  ['video/mp4', 'video/quicktime', binary],
  ['audio/ogg', 'application/ogg', binary],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'application/zip', binary],
  ['text/plain', undefined, text],
  ['application/octet-stream', 'image/png', binary],
  ['application/x-blend', undefined, binary],
])('%s may look like %s', (contentType, detected, start) => {
  expect(fits(contentType, detected, start)).toBe(true)
})

test.each<[string, string | undefined, Uint8Array]>([
  ['image/png', 'image/jpeg', binary],
  ['image/png', undefined, text],
  ['application/pdf', undefined, text],
  ['video/mp4', 'image/png', binary],
  ['application/zip', undefined, binary],
  ['text/plain', 'image/png', binary],
])('%s may not look like %s', (contentType, detected, start) => {
  expect(fits(contentType, detected, start)).toBe(false)
})

test('what a browser might run is neither shown in place nor served as what it is', () => {
  for (const contentType of ['image/svg+xml', 'text/html', 'application/xhtml+xml', 'text/javascript', 'text/xml']) {
    expect(isInlineImage(contentType)).toBe(false)
    expect(servedType(contentType)).toBe('application/octet-stream')
  }
  expect(servedType('application/pdf')).toBe('application/pdf')
})

test('a type has one name', () => {
  expect(normalType('image/jpg')).toBe('image/jpeg')
  expect(normalType('text/plain')).toBe('text/plain')
})
