import { readFileSync } from 'node:fs'
import { buildSchema } from 'graphql'
import { expect, test } from 'vitest'
import { MAX_CURSOR_AGE_MS, MAX_MISSED_BYTES, MAX_MISSED_EVENTS } from './src/event-log.ts'

const api = buildSchema(readFileSync(new URL('api.graphql', import.meta.url), 'utf8'))

test('what a resume may bring is what the description of inbox says', () => {
  const description = api.getSubscriptionType()?.getFields().inbox?.description?.replace(/\s+/g, ' ')
  const days = MAX_CURSOR_AGE_MS / (24 * 3_600_000)
  const mebibytes = MAX_MISSED_BYTES / 1024 ** 2
  expect(description).toContain(
    `from more than ${days} days ago, or one since which the viewer missed more than ${MAX_MISSED_EVENTS.toLocaleString('en')} events or ${mebibytes} MiB, is refused`,
  )
})
