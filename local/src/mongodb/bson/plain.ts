import { BSONRegExp, Decimal128, Double, Int32, Long } from 'bson'
import { CommandError } from '../errors.ts'
import { regularExpression } from '../query/regular-expression.ts'
import { isDocument, type Document } from './document.ts'

/** A copy with JavaScript numbers, for mingo to compute with; what a JavaScript number cannot hold is refused. */
export function toPlain(value: unknown): unknown {
  if (value instanceof Int32 || value instanceof Double) return value.value
  if (value instanceof Long && value.constructor === Long) {
    if (Number.isSafeInteger(value.toNumber())) return value.toNumber()
    throw new CommandError('NotImplemented', 'computing with 64-bit integers beyond 2^53 is not supported')
  }
  if (value instanceof Decimal128)
    throw new CommandError('NotImplemented', 'computing with Decimal128 is not supported')
  if (value instanceof BSONRegExp) return regularExpression(value)
  if (Array.isArray(value)) return value.map(toPlain)
  if (!isDocument(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, toPlain(field)]))
}

export function toPlainDocument(document: Document): Document {
  const plain = toPlain(document)
  return isDocument(plain) ? plain : {}
}
