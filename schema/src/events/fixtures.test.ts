import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { z } from 'zod'
import { mailJob } from '../jobs.ts'
import { presenceTopicEvent, transientEvent, userTopicEvent } from '../topics.ts'
import { durableEvent } from './durable-event.ts'

/**
 * What each version of the code has sent, as it was sent: `<what>.<version>.json`. These files are added to and never
 * changed, for processes of that version may still be running when a newer one starts.
 */
const FOLDER = new URL('../../fixtures/payloads/', import.meta.url)

const READERS: Record<string, z.ZodType> = {
  MessageSent: durableEvent,
  MembersChanged: durableEvent,
  transient: transientEvent,
  user: userTopicEvent,
  presence: presenceTopicEvent,
  'mail-job': mailJob,
}

const files = readdirSync(FOLDER).map((file) => file.split('.'))
const payloadsIn = (what: string, version: string): object[] =>
  JSON.parse(readFileSync(new URL(`${what}.${version}.json`, FOLDER), 'utf8'))

test.for(files)('%s is read in version %s', ([what = '', version = '']) => {
  const payloads = payloadsIn(what, version)
  expect(payloads.length).toBeGreaterThan(0)
  for (const payload of payloads) {
    const read = READERS[what]?.parse(payload)
    expect(read).toMatchObject({ ...payload, ...('seq' in payload && 'message' in payload && { typeVersion: 2 }) })
    expect(read).not.toHaveProperty('type', 'UnknownEvent')
  }
})

test('every version of a durable event is kept', () => {
  const kept = ['MessageSent.1.json', 'MessageSent.2.json', 'MembersChanged.1.json']
  expect(readdirSync(FOLDER)).toEqual(expect.arrayContaining(kept))
})

test('a message of the first release has not been changed since it was sent', () => {
  for (const payload of payloadsIn('MessageSent', '1')) {
    const event = durableEvent.parse(payload)
    expect(event).toMatchObject({ message: { version: event.seq } })
  }
})
