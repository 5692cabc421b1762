import { expect, test } from 'vitest'
import { withDatabase } from './mongodb-url.ts'

test('a database’s name goes before the options of a MongoDB URL', () => {
  expect(withDatabase('mongodb://127.0.0.1:27117', 'chat')).toBe('mongodb://127.0.0.1:27117/chat')
  expect(withDatabase('mongodb://127.0.0.1:27117/', 'chat')).toBe('mongodb://127.0.0.1:27117/chat')
  expect(withDatabase('mongodb://me:pw@a,b/?replicaSet=rs0', 'chat')).toBe('mongodb://me:pw@a,b/chat?replicaSet=rs0')
})
