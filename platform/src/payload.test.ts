import { expect, test } from 'vitest'
import { z } from 'zod'
import { createLogger } from './logger.ts'
import { parsePayload } from './payload.ts'

const schema = z.discriminatedUnion('type', [z.object({ type: z.literal('Known'), id: z.string() })])
const from = { logger: createLogger('test', 'silent'), channel: 'user:ada' }

test('what is known is read, without what a newer version adds', () => {
  expect(parsePayload(schema, '{"type":"Known","id":"a","added":1}', from)).toEqual({ type: 'Known', id: 'a' })
})

test.each(['{"type":"Later","id":"a"}', '{"type":"Known"}', 'null', 'not JSON', ''])(
  'what cannot be read is passed over: %j',
  (payload) => {
    expect(parsePayload(schema, payload, from)).toBeNull()
  },
)
