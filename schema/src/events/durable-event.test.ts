import { expect, test } from 'vitest'
import { durableEvent } from './durable-event.ts'

const place = { conversationId: 'room', seq: 7, atMs: 1_000 }
const unknown = (really: string) => ({ type: 'UnknownEvent', typeVersion: 1, ...place, really })

test.for<[string, object, string]>([
  ['of a type that came later', { type: 'MessagePinned', typeVersion: 2, messageId: 'm' }, 'MessagePinned 2'],
  ['of a type named like a property of objects', { type: '__proto__' }, '__proto__ 1'],
  [
    'of a version that came later',
    { type: 'MembersChanged', typeVersion: 2, joinedIds: [], leftIds: [], byId: null },
    'MembersChanged 2',
  ],
  ['that is damaged', { type: 'MembersChanged', joinedIds: 'ben' }, 'MembersChanged 1'],
  ['of an old version that is damaged', { type: 'MessageSent', message: null }, 'MessageSent 1'],
])('an event %s is passed on with its place', ([, content, really]) => {
  expect(durableEvent.parse({ ...place, ...content })).toEqual(unknown(really))
})

test('an event that was unknown to whoever passed it on stays so', () => {
  expect(durableEvent.parse(unknown('MessagePinned 2'))).toEqual(unknown('MessagePinned 2'))
})

test.for([{ type: 'MessagePinned' }, { ...place }, { type: 'MessagePinned', ...place, seq: 0 }, null])(
  'without an envelope it is no event: %j',
  (payload) => {
    expect(durableEvent.safeParse(payload).success).toBe(false)
  },
)
