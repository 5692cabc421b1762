import { BSONRegExp } from 'bson'
import { compareValues, encodeKey } from '../bson/key-encoding.ts'
import { isNumeric, numberOf, rankOf, typeOf, typesNamed } from '../bson/types.ts'
import { CommandError } from '../errors.ts'
import { regularExpression } from './regular-expression.ts'

/** A test of what a path reached: an array is tested as itself and by its elements. */
export type ValueTest = (value: unknown) => boolean

/** Compiles the operators that look at one value. */
export function compileOperator(operator: string, operand: unknown): ValueTest {
  switch (operator) {
    case '$eq':
      return equals(operand)
    case '$in':
      return isIn(operand)
    case '$gt':
      return range(operand, (order) => order > 0, false)
    case '$gte':
      return range(operand, (order) => order >= 0, true)
    case '$lt':
      return range(operand, (order) => order < 0, false)
    case '$lte':
      return range(operand, (order) => order <= 0, true)
    case '$regex':
      return anyElement(regexTest(operand))
    case '$size':
      return hasSize(operand)
    case '$type':
      return hasType(operand)
    case '$mod':
      return hasRemainder(operand)
    default:
      throw new CommandError('BadValue', `unknown operator: ${operator}`)
  }
}

const anyElement =
  (test: ValueTest): ValueTest =>
  (value) =>
    test(value) || (Array.isArray(value) && value.some(test))

/** Equality with a value; a regular expression stands for the strings it matches; null also for what is missing. */
export function equals(operand: unknown): ValueTest {
  if (typeOf(operand) === 'regex') {
    const matches = regexTest(operand)
    return anyElement((value) => matches(value) || sameAs(operand)(value))
  }
  return anyElement(sameAs(operand))
}

function sameAs(operand: unknown): ValueTest {
  if (typeof operand === 'string') return (value) => value === operand
  const rank = rankOf(operand)
  const key = encodeKey(operand)
  return (value) => rankOf(value) === rank && encodeKey(value).equals(key)
}

function isIn(operand: unknown): ValueTest {
  if (!Array.isArray(operand)) throw new CommandError('BadValue', '$in needs an array')
  const patterns = operand.filter((value) => typeOf(value) === 'regex').map(equals)
  const keys = new Set(operand.map((value) => encodeKey(value).toString('latin1')))
  return anyElement(
    (value) => keys.has(encodeKey(value).toString('latin1')) || patterns.some((matches) => matches(value)),
  )
}

/** Compares values of one type only, except with MinKey and MaxKey. NaN is neither more nor less than any number. */
function range(operand: unknown, accepts: (order: number) => boolean, orEqual: boolean): ValueTest {
  const type = typeOf(operand)
  if (type === 'regex') throw new CommandError('BadValue', `Can't have RegEx as arg to predicate over field`)
  if (type === 'null') return (value) => orEqual && equals(null)(value)
  const everyType = type === 'minKey' || type === 'maxKey'
  const rank = rankOf(operand)
  const isNaNOperand = Number.isNaN(numberOf(operand))
  const test: ValueTest = (value) => {
    if (value === undefined || (rankOf(value) !== rank && !everyType)) return false
    if (isNumeric(value) && (isNaNOperand || Number.isNaN(numberOf(value)))) {
      return orEqual && isNaNOperand && Number.isNaN(numberOf(value))
    }
    return accepts(compareValues(value, operand))
  }
  return anyElement(test)
}

function regexTest(pattern: unknown): ValueTest {
  const expression = regularExpression(pattern)
  return (value) =>
    typeof value === 'string'
      ? expression.test(value)
      : value instanceof BSONRegExp && value.pattern === expression.source
}

function hasSize(operand: unknown): ValueTest {
  const size = numberOf(operand)
  if (size === undefined || !Number.isInteger(size) || size < 0) {
    throw new CommandError(
      'BadValue',
      `Failed to parse $size. Expected a non-negative whole number, but found ${String(operand)}`,
    )
  }
  return (value) => Array.isArray(value) && value.length === size
}

function hasType(operand: unknown): ValueTest {
  const types = new Set((Array.isArray(operand) ? operand : [operand]).flatMap(typesNamed))
  return anyElement((value) => value !== undefined && types.has(typeOf(value)))
}

function hasRemainder(operand: unknown): ValueTest {
  const [divisor, remainder] = Array.isArray(operand) ? operand.map(numberOf) : []
  if (divisor === undefined || remainder === undefined)
    throw new CommandError('BadValue', 'malformed mod, needs to be an array of two numbers')
  if (Math.trunc(divisor) === 0) throw new CommandError('BadValue', 'divisor cannot be 0')
  return anyElement((value) => {
    const number = numberOf(value)
    return number !== undefined && Math.trunc(number) % Math.trunc(divisor) === Math.trunc(remainder)
  })
}
