import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSchema, findBreakingChanges } from 'graphql'
import { expect, test } from 'vitest'
import { z } from 'zod'

const read = (path: string): string => readFileSync(join(import.meta.dirname, path), 'utf8')
const breaking = (before: string, after: string): string[] =>
  findBreakingChanges(buildSchema(before), buildSchema(after)).map(({ description }) => description)

test('the API breaks nothing of the last release that is not listed', () => {
  const listed = z.array(z.string()).parse(JSON.parse(read('released/breaking-changes.json')))
  const found = breaking(read('released/api.graphql'), read('api.graphql'))
  expect(found.filter((change) => !listed.includes(change))).toEqual([])
})

test('a field that goes is noticed', () => {
  const released = read('released/api.graphql')
  expect(breaking(released, released.replace('  user(id: ID!): User\n', ''))).toEqual(['Query.user was removed.'])
})
