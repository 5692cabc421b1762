import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const CHECKOUT = join(import.meta.dirname, '../..')
/** What runs in production, as it is written: no tests, nothing generated. */
const SERVICES = [
  'federation',
  'gateway',
  'subgraphs/users',
  'subgraphs/chat',
  'subgraphs/realtime',
  'mail-worker',
  'platform',
  'schema',
]
const WRITTEN = [...SERVICES.map((service) => `${service}/src/**/*.ts`), 'web/{app,features,graphql,ui}/**/*.{ts,tsx}']
const files = WRITTEN.flatMap((pattern) => globSync(pattern, { cwd: CHECKOUT }))
  .filter((path) => !/\.test\.tsx?$|\.generated\.ts$|\/generated\/|\/testing\//.test(path))
  .map((path) => ({ path, text: readFileSync(join(CHECKOUT, path), 'utf8') }))

/** Which files say it, but for those that may. */
const saying = (pattern: RegExp, allowed: RegExp) =>
  files.filter(({ path, text }) => pattern.test(text) && !allowed.test(path)).map(({ path }) => path)
const NOWHERE = /^$/

test('there are sources to look at', () => {
  expect(files.length).toBeGreaterThan(500)
})

test('nothing starts a program, runs text as code or sets HTML', () => {
  expect(
    saying(/child_process|(?<![.\w])eval\(|new Function\b|dangerouslySetInnerHTML|\.innerHTML\b/, NOWHERE),
  ).toEqual([])
})

test('nothing weakens TLS or the parsing of HTTP', () => {
  expect(saying(/rejectUnauthorized|NODE_TLS_REJECT_UNAUTHORIZED|insecureHTTPParser/, NOWHERE)).toEqual([])
})

test('the environment of a service is read by its main.ts alone', () => {
  expect(saying(/process\.env\b/, /\/main\.ts$|^web\/features\/config\/environment\.ts$/)).toEqual([])
})

test('mongoose is used by stores and migrations alone, and known elsewhere by its types', () => {
  expect(
    saying(/^import (?!type ).* from 'mongoose'/m, /\/store\.ts$|\/migrations\/|^platform\/src\/mongodb\.ts$/),
  ).toEqual([])
})

test('what decides knows no GraphQL', () => {
  const domains = /^subgraphs\/(?:users|chat)\/src\/[^/]+\//
  const translating = /\/resolvers\.ts$|\/loader\.ts$/
  const knowing = files.filter(
    ({ path, text }) => domains.test(path) && !translating.test(path) && /from 'graphql'/.test(text),
  )
  expect(knowing.map(({ path }) => path)).toEqual([])
})

test('no file has more than 300 lines', () => {
  expect(files.filter(({ text }) => text.split('\n').length > 301).map(({ path }) => path)).toEqual([])
})
