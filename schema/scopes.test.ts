import { readFileSync } from 'node:fs'
import { buildSchema, getDirectiveValues, isObjectType } from 'graphql'
import type { GraphQLField } from 'graphql'
import { expect, test } from 'vitest'
import { ACCESS_TOKEN_SCOPES } from './src/rules.ts'

/** What anybody may ask, without a token. */
const FOR_ANYBODY = [
  'Mutation.refreshSession',
  'Mutation.requestSignInCode',
  'Mutation.verifySignInCode',
  'Query.serverTime',
]
/** What no token of a program may ever do: what manages sessions, tokens or how one signs in. */
const FOR_SESSIONS = [
  'Mutation.createAccessToken',
  'Mutation.revokeAccessToken',
  'Mutation.revokeOtherSessions',
  'Mutation.revokeSession',
  'Mutation.signOut',
  'User.accessTokens',
  'User.sessions',
]

const schema = buildSchema(readFileSync(new URL('supergraph.graphql', import.meta.url), 'utf8'), {
  assumeValidSDL: true,
})
const requiresScopes = schema.getDirective('requiresScopes')
const authenticated = schema.getDirective('authenticated')

const scopesOf = ({ astNode }: GraphQLField<unknown, unknown>): unknown[] => {
  const scopes: unknown = requiresScopes && astNode && getDirectiveValues(requiresScopes, astNode)?.scopes
  return Array.isArray(scopes) ? scopes.flat() : []
}
const fields = Object.values(schema.getTypeMap()).flatMap((type) =>
  isObjectType(type) && !type.name.startsWith('__')
    ? Object.values(type.getFields()).map((field) => ({ type, field, coordinate: `${type.name}.${field.name}` }))
    : [],
)
const roots = new Set([schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()])

// What is below a root field takes what leads to it, unless it says more.
test('every root field says the one scope that it takes, but for what anybody may ask', () => {
  const open = fields.filter(({ type, field }) => roots.has(type) && scopesOf(field).length !== 1)
  expect(open.map(({ coordinate }) => coordinate).toSorted()).toEqual(FOR_ANYBODY)
})

test('clients read in the description of a field which scope it takes', () => {
  const api = buildSchema(readFileSync(new URL('api.graphql', import.meta.url), 'utf8'))
  const scoped = fields.filter(({ field }) => scopesOf(field).length > 0)
  expect(scoped.length).toBeGreaterThan(FOR_SESSIONS.length)
  for (const { type, field } of scoped) {
    const told = api.getType(type.name)
    const description = isObjectType(told) ? told.getFields()[field.name]?.description : undefined
    expect(description?.replaceAll(/\s+/g, ' ')).toMatch(new RegExp(`Takes the scope ${scopesOf(field).join()}\\.$`))
  }
})

test('whatever takes a scope takes somebody signed in', () => {
  expect(authenticated).toBeDefined()
  const scoped = fields.filter(({ field }) => scopesOf(field).length > 0)
  for (const { coordinate, field } of scoped) {
    expect([coordinate, authenticated && field.astNode && getDirectiveValues(authenticated, field.astNode)]).toEqual([
      coordinate,
      {},
    ])
  }
})

test('scopes are those that a token can have, and that of sessions, which it cannot', () => {
  const known: ReadonlySet<unknown> = new Set(['session', ...ACCESS_TOKEN_SCOPES])
  expect(fields.flatMap(({ field }) => scopesOf(field)).filter((scope) => !known.has(scope))).toEqual([])
  expect(new Set<string>(ACCESS_TOKEN_SCOPES).has('session')).toBe(false)
  const forSessions = fields.filter(({ field }) => scopesOf(field).includes('session'))
  expect(forSessions.map(({ coordinate }) => coordinate).toSorted()).toEqual(FOR_SESSIONS)
})
