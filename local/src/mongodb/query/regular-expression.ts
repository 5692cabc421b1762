import { BSONRegExp } from 'bson'
import { CommandError } from '../errors.ts'

/** The options that JavaScript's expressions have as well; `x` (extended) they have not. */
const supportedOptions = 'imsu'

/** What $regex and its $options ask for, as one value. */
export function bsonRegularExpression(pattern: unknown, options: unknown): BSONRegExp {
  const source = pattern instanceof BSONRegExp ? pattern.pattern : pattern
  if (typeof source !== 'string') throw new CommandError('BadValue', '$regex has to be a string')
  if (options !== undefined && typeof options !== 'string')
    throw new CommandError('BadValue', '$options has to be a string')
  return new BSONRegExp(source, options ?? (pattern instanceof BSONRegExp ? pattern.options : ''))
}

export function regularExpression(value: unknown): RegExp {
  if (value instanceof RegExp) return value
  const { pattern, options } = bsonRegularExpression(value, undefined)
  const unsupported = options.split('').find((option) => !supportedOptions.includes(option))
  if (unsupported) throw new CommandError('Location51091', `invalid flag in regex options: ${unsupported}`)
  try {
    return new RegExp(pattern, options.replaceAll('u', ''))
  } catch (cause) {
    throw new CommandError(
      'Location51091',
      `Regular expression is invalid: ${cause instanceof Error ? cause.message : pattern}`,
    )
  }
}

/** The text that every match begins with, for an expression like /^abc/, and whether that is all it asks. */
export function literalPrefix(expression: RegExp): { prefix: string; exact: boolean } | undefined {
  if (expression.flags !== '' || !expression.source.startsWith('^') || expression.source.includes('|')) return undefined
  const body = expression.source.slice(1)
  const literal = /^(?:[^\\^$.*+?()[\]{}|]|\\[^a-zA-Z0-9])*/.exec(body)?.[0] ?? ''
  const exact = literal.length === body.length
  // A quantifier belongs to the character before it: /^abc?/ begins with ab.
  const certain = exact ? literal : literal.replace(/\\?[^]$/u, '')
  const prefix = certain.replaceAll(/\\([^])/g, '$1')
  return prefix === '' ? undefined : { prefix, exact }
}
