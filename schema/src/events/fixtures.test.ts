import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { z } from 'zod'
import { mailJob } from '../jobs.ts'
import { presenceTopicEvent, transientEvent, userTopicEvent } from '../topics.ts'
import { durableEvent } from './durable-event.ts'
import { ENTRY_VERSIONS, readEntryContent } from './log-entry.ts'

/**
 * What each version of the code has sent and stored, as it was: `<what>.<version>.json`. These files are added to and never
 * changed: processes of that version may still be running when a newer one starts, and what they stored stays for ever.
 */
const PAYLOADS = new URL('../../fixtures/payloads/', import.meta.url)
const ENTRIES = new URL('../../fixtures/entries/', import.meta.url)

const READERS: Record<string, z.ZodType> = {
  MessageSent: durableEvent,
  MessageEdited: durableEvent,
  MessageDeleted: durableEvent,
  ReactionChanged: durableEvent,
  MembersChanged: durableEvent,
  transient: transientEvent,
  user: userTopicEvent,
  presence: presenceTopicEvent,
  'mail-job': mailJob,
}

const filesIn = (folder: URL) => readdirSync(folder).map((file) => file.split('.'))
const read = (folder: URL, what: string, version: string): object[] =>
  JSON.parse(readFileSync(new URL(`${what}.${version}.json`, folder), 'utf8'))

test.for(filesIn(PAYLOADS))('%s of version %s is read as it was sent', ([what = '', version = '']) => {
  const payloads = read(PAYLOADS, what, version)
  expect(payloads.length).toBeGreaterThan(0)
  for (const payload of payloads) {
    const event = READERS[what]?.parse(payload)
    expect(event).toMatchObject({ ...payload, ...(what === 'MessageSent' && { typeVersion: 2 }) })
    expect(event).not.toHaveProperty('type', 'UnknownEvent')
  }
})

test('every version of a durable event is kept', () => {
  const kept = [
    'MessageSent.1.json',
    'MessageSent.2.json',
    'MessageEdited.1.json',
    'MessageDeleted.1.json',
    'ReactionChanged.1.json',
    'MembersChanged.1.json',
  ]
  expect(readdirSync(PAYLOADS)).toEqual(expect.arrayContaining(kept))
})

test('a message of the first release has not been changed since it was sent', () => {
  for (const payload of read(PAYLOADS, 'MessageSent', '1')) {
    const event = durableEvent.parse(payload)
    expect(event).toMatchObject({ message: { version: event.seq } })
  }
})

test.for(filesIn(ENTRIES))('%s of version %s is read as it was stored', ([what = '', version = '']) => {
  const bodies = (each: string) => read(ENTRIES, what, each).map(readEntryContent)
  const newest = String(new Map<string, number>(Object.entries(ENTRY_VERSIONS)).get(what))
  // Of what is done, the first release kept the text as well.
  expect(bodies(version)).toMatchObject(bodies(newest))
  for (const { type } of bodies(version)) expect(type).toBe(what)
})

test('every version of an entry is kept', () => {
  const kept = Object.entries(ENTRY_VERSIONS).flatMap(([type, newest]) =>
    Array.from({ length: newest }, (_, index) => `${type}.${index + 1}.json`),
  )
  expect(readdirSync(ENTRIES)).toEqual(expect.arrayContaining(kept))
})

test.for<[object, string]>([
  [{ type: 'MessagePinned', typeVersion: 1, body: { messageId: 'm' } }, 'MessagePinned 1'],
  [{ type: 'MembersChanged', typeVersion: 3, body: { joinedIds: [], leftIds: [], byId: null } }, 'MembersChanged 3'],
  [{ type: 'MembersChanged', typeVersion: 2, body: {} }, 'MembersChanged 2'],
  [{ payload: { type: 'MessageSent' } }, 'MessageSent 1'],
  [{ seq: 1 }, 'damaged'],
])('an entry that cannot be read stops nothing: %j', ([document, really]) => {
  expect(readEntryContent(document)).toEqual({ type: 'UnknownEvent', body: { really } })
})
