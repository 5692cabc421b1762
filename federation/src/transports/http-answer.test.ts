import { createServer } from 'node:http'
import { expect, test } from 'vitest'
import { listen } from '../../tests/listen.ts'
import { sendAnswer } from './http-answer.ts'
import type { HttpAnswer } from './http-answer.ts'

const LEGACY = 'application/json; charset=utf-8'
const MODERN = 'application/graphql-response+json; charset=utf-8'
const failing = (...codes: string[]) => ({ errors: codes.map((code) => ({ message: 'No.', extensions: { code } })) })

async function sent(answer: HttpAnswer, type: typeof LEGACY | typeof MODERN) {
  const server = createServer((_, response) => sendAnswer(response, type, answer))
  try {
    const response = await fetch(await listen(server))
    return { status: response.status, headers: response.headers, body: await response.json() }
  } finally {
    server.close()
  }
}

test.each<[string, HttpAnswer, number, number]>([
  ['data', { data: { a: 1 } }, 200, 200],
  ['data with errors', { data: { a: null }, ...failing('INTERNAL_SERVER_ERROR') }, 200, 200],
  ['no data, as the schema has it', { data: null, ...failing('NOT_FOUND') }, 200, 200],
  ['no data, by a fault of ours', { data: null, ...failing('INTERNAL_SERVER_ERROR') }, 500, 500],
  ['no data, by several', { data: null, ...failing('INTERNAL_SERVER_ERROR', 'SERVICE_UNAVAILABLE') }, 500, 500],
  [
    'no data, by a fault of ours among others',
    { data: null, ...failing('INTERNAL_SERVER_ERROR', 'CONFLICT') },
    200,
    200,
  ],
  ['nothing run, by a fault of ours', failing('INTERNAL_SERVER_ERROR'), 500, 500],
  ['what is away', { data: null, ...failing('SERVICE_UNAVAILABLE') }, 503, 503],
  ['a limit', failing('RATE_LIMITED'), 429, 429],
  ['nobody signed in', failing('UNAUTHENTICATED'), 401, 401],
  ['a wrong operation', failing('GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT'), 200, 400],
  ['a wrong request', failing('BAD_REQUEST'), 400, 400],
  ['a hash that is not known', failing('PERSISTED_QUERY_NOT_FOUND'), 200, 200],
])('%s has its status', async (_, answer, legacy, modern) => {
  expect((await sent(answer, LEGACY)).status).toBe(legacy)
  expect((await sent(answer, MODERN)).status).toBe(modern)
})

test('the longest of the times to wait is told', async () => {
  const limited = (retryAfter: number) => ({ message: 'No.', extensions: { code: 'RATE_LIMITED', retryAfter } })
  const { headers } = await sent({ data: { a: null }, errors: [limited(3), limited(7)] }, MODERN)
  expect(headers.get('retry-after')).toBe('7')
})

test('what was not done has no data, not even null', async () => {
  expect((await sent({ data: null, ...failing('SERVICE_UNAVAILABLE') }, MODERN)).body).not.toHaveProperty('data')
})
