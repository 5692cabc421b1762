import { GraphQLError } from 'graphql'
import { expect, test, vi } from 'vitest'
import { z } from 'zod'
import { createLogger } from './logger.ts'
import { badUserInput, maskError, MAX_ISSUES, notFound, parseInput } from './errors.ts'
import { rateLimited, serviceUnavailable } from './errors.ts'

const logger = createLogger('test', 'silent')

test('input that breaks a rule is BAD_USER_INPUT and names each field', () => {
  const rules = z.object({ name: z.string().min(1), tags: z.array(z.string().max(3)) })
  const parse = () => parseInput(rules, { name: '', tags: ['ok', 'long'] }, ['input'])
  expect(parse).toThrow(
    expect.objectContaining({
      code: 'BAD_USER_INPUT',
      extensions: expect.objectContaining({
        issues: [
          expect.objectContaining({ path: ['input', 'name'] }),
          expect.objectContaining({ path: ['input', 'tags', 1] }),
        ],
      }),
    }),
  )
})

test('half a surrogate pair is refused by the name of its field', () => {
  const rules = z.object({ clientId: z.string(), tags: z.array(z.string()) })
  expect(parseInput(rules, { clientId: '\u{1f600}', tags: [] })).toEqual({ clientId: '\u{1f600}', tags: [] })
  expect(() => parseInput(rules, { clientId: 'z\ud800', tags: ['a', '\udc00'] }, ['input'])).toThrow(
    expect.objectContaining({
      extensions: expect.objectContaining({
        issues: [
          expect.objectContaining({ path: ['input', 'clientId'] }),
          expect.objectContaining({ path: ['input', 'tags', 1] }),
        ],
      }),
    }),
  )
})

test('retryAfter is in whole seconds, at least one', () => {
  expect(rateLimited(0.2).extensions).toEqual({ code: 'RATE_LIMITED', retryAfter: 1 })
  expect(rateLimited(59.1).extensions).toMatchObject({ retryAfter: 60 })
})

test('a domain error reaches the client as it is', () => {
  const error = notFound('conversation')
  expect(maskError(error.toJSON(), error, logger)).toEqual({
    message: 'There is no such conversation.',
    extensions: { code: 'NOT_FOUND' },
  })
})

test('anything else is masked, and logged under the trace id that the client gets', () => {
  const log = vi.spyOn(logger, 'error')
  const inside = new Error('connect ECONNREFUSED 10.0.0.7:27017')
  const masked = maskError(new GraphQLError(inside.message, { path: ['me'] }).toJSON(), inside, logger)
  expect(masked.extensions?.code).toBe('INTERNAL_SERVER_ERROR')
  expect(JSON.stringify(masked)).not.toContain('10.0.0.7')
  expect(log.mock.lastCall?.[0]).toMatchObject({ err: inside, traceId: masked.extensions?.traceId })
})

test('what is unavailable says when to try again, and only the log says what is away', () => {
  const log = vi.spyOn(logger, 'warn')
  const inside = new Error('connect ECONNREFUSED 10.0.0.7:5672')
  const error = serviceUnavailable(inside)
  const masked = maskError(error.toJSON(), error, logger)
  expect(masked.extensions).toEqual({ code: 'SERVICE_UNAVAILABLE', retryAfter: expect.any(Number) })
  expect(JSON.stringify(masked)).not.toContain('10.0.0.7')
  expect(log.mock.lastCall?.[0]).toMatchObject({ err: inside })
})

test('of thousands of wrong fields the first are named, and how many others there are', () => {
  const issues = Array.from({ length: 5_000 }, (_, index) => ({ path: ['ids', index], message: 'is wrong' }))
  const { message, extensions } = badUserInput(issues)
  expect(extensions.issues).toEqual(issues.slice(0, MAX_ISSUES))
  expect(message).toMatch(/^ids\.0: is wrong; .* and 4900 more$/)
  expect(badUserInput(issues.slice(0, 1)).message).toBe('ids.0: is wrong')
})
