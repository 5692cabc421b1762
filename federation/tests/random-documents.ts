import { expect } from 'vitest'
import { getNamedType, isAbstractType, isCompositeType, isNonNullType, isInputObjectType } from 'graphql'
import type { GraphQLArgument, GraphQLCompositeType, GraphQLError, GraphQLSchema } from 'graphql'
import { FEDERATION_ERROR_CODES } from '../src/index.ts'

/** Aliases that a client may try: ordinary ones, names of fields, and names that mean something elsewhere. */
const ALIASES = ['a', 'b', 'id', 'name', 'seller', '__typename', '__proto__', 'constructor', 'toString', '__a']
const DIRECTIVES = ['', '', '', '@skip(if: $flag)', '@include(if: true)', '@include(if: $flag) @skip(if: false)']
const VALUES: Record<string, readonly string[]> = {
  ID: ['"lamp"', '"ann"', '""', '$id', '"\\u0000"'],
  String: ['"EUR"', '"ann"', '""', 'null', '"\\uD800"'],
  Int: ['1', '0', '-1', '100', '2147483647', 'null', '$count'],
  Boolean: ['true', '$flag'],
}
const VARIABLES: Record<string, string> = {
  id: '$id: ID! = "lamp"',
  count: '$count: Int = 2',
  flag: '$flag: Boolean = true',
}
const MAX_DEPTH = 5
const MAX_FRAGMENTS = 5

/**
 * A document for a schema, made of a list of choices: fields with aliases, directives and arguments, inline fragments, and
 * fragments that spread each other and perhaps themselves. Many are valid; all are well-formed.
 */
export function documentFrom(
  choices: readonly number[],
  schema: GraphQLSchema,
  operation: 'query' | 'subscription',
): string {
  let next = 0
  const choose = (options: number) => (choices[next++ % choices.length] ?? 0) % options
  const pick = (options: readonly string[]) => options[choose(options.length)] ?? ''
  const fragments: string[] = []

  const selectionSet = (type: GraphQLCompositeType, depth: number): string => {
    const count = depth === 0 && operation === 'subscription' ? 1 : 1 + choose(3)
    return `{ ${Array.from({ length: count }, () => selection(type, depth)).join(' ')} }`
  }
  const selection = (type: GraphQLCompositeType, depth: number): string => {
    const kind = depth < MAX_DEPTH ? choose(8) : null
    if (kind === 0) return `... ${depth === 0 ? '' : pick(DIRECTIVES)} ${selectionSet(type, depth + 1)}`
    if (kind === 1) return spread(type, depth)
    if (kind === 2 && isAbstractType(type)) {
      const possible = schema.getPossibleTypes(type)
      const chosen = possible[choose(possible.length)]
      if (chosen) return `... on ${chosen.name} ${selectionSet(chosen, depth + 1)}`
    }
    return field(type, depth)
  }
  const spread = (type: GraphQLCompositeType, depth: number): string => {
    const known = fragments.length
    if (known > 0 && (choose(2) === 0 || known >= MAX_FRAGMENTS)) return `...F${choose(known)}`
    fragments.push('')
    fragments[known] = `fragment F${known} on ${type.name} ${selectionSet(type, depth + 1)}`
    return `...F${known}`
  }
  const field = (type: GraphQLCompositeType, depth: number): string => {
    const fields = 'getFields' in type ? Object.values(type.getFields()) : []
    const chosen = depth >= MAX_DEPTH ? undefined : fields[choose(fields.length + 1)]
    const alias = choose(4) === 0 ? `${pick(ALIASES)}: ` : ''
    if (!chosen) return `${alias}__typename`
    const below = getNamedType(chosen.type)
    const set = isCompositeType(below) ? selectionSet(below, depth + 1) : ''
    return `${alias}${chosen.name}${argumentsOf(chosen.args)} ${depth === 0 ? '' : pick(DIRECTIVES)} ${set}`
  }
  const argumentsOf = (args: readonly GraphQLArgument[]): string => {
    const given = args.flatMap(({ name, type }) => {
      if (!isNonNullType(type) && choose(2) === 0) return []
      const named = getNamedType(type)
      return isInputObjectType(named) ? [] : [`${name}: ${pick(VALUES[named.name] ?? ['null'])}`]
    })
    return given.length > 0 ? `(${given.join(', ')})` : ''
  }

  const root = operation === 'query' ? schema.getQueryType() : schema.getSubscriptionType()
  if (!root) throw new Error(`The schema has no ${operation}.`)
  const body = [selectionSet(root, 0), ...fragments].join('\n')
  const declared = Object.entries(VARIABLES).flatMap(([name, text]) => (body.includes(`$${name}`) ? [text] : []))
  return `${operation} ${declared.length > 0 ? `(${declared.join(', ')})` : ''} ${body}`
}

/** Refusals have a code that is documented, and are told in bounds. */
export function expectRefusals(errors: readonly GraphQLError[], text: string): void {
  expect(errors.length).toBeGreaterThan(0)
  expect(errors.length).toBeLessThanOrEqual(11)
  expect(JSON.stringify(errors).length).toBeLessThan(20_000)
  for (const { message, extensions } of errors) {
    expect(FEDERATION_ERROR_CODES, `${text}\n${message}`).toContain(extensions.code)
    expect(extensions.code, `${text}\n${message}`).not.toBe('INTERNAL_SERVER_ERROR')
  }
}
