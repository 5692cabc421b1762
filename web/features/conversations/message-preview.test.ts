import { expect, test } from 'vitest'
import { messagePreview } from './message-preview.ts'

const message = (text: string, attachments: { id: string; contentType: string }[] = []) => ({
  id: 'm1',
  seq: 1,
  version: 1,
  text,
  sentAt: '2026-11-21T09:30:00.000Z',
  deletedAt: null,
  sender: { id: 'ann', name: 'Ann Lee', username: 'ann' },
  attachments,
})

test('says who spoke where it is not plain', () => {
  expect(messagePreview(message('Hello'), 'DIRECT', 'bob')).toBe('Hello')
  expect(messagePreview(message('Hello'), 'GROUP', 'bob')).toBe('Ann: Hello')
  expect(messagePreview(message('Hello'), 'DIRECT', 'ann')).toBe('You: Hello')
})

test('names what is attached when nothing is said', () => {
  expect(messagePreview(message('', [{ id: 'a', contentType: 'image/png' }]), 'DIRECT', 'bob')).toBe('Picture')
  expect(messagePreview(message('', [{ id: 'a', contentType: 'application/pdf' }]), 'DIRECT', 'bob')).toBe('File')
})

test('says that a message was deleted', () => {
  const deleted = { ...message(''), deletedAt: '2026-11-21T09:31:00.000Z' }
  expect(messagePreview(deleted, 'DIRECT', 'bob')).toBe('Message deleted')
})
