import { Decimal128, Double, Int32, Long } from 'bson'
import { isNumeric, typeOf } from '../bson/types.ts'
import { print } from '../bson/print.ts'
import { CommandError } from '../errors.ts'

type Operation = {
  name: '$inc' | '$mul'
  verb: string
  integers(a: bigint, b: bigint): bigint
  doubles(a: number, b: number): number
}

export const increment: Operation = {
  name: '$inc',
  verb: 'increment',
  integers: (a, b) => a + b,
  doubles: (a, b) => a + b,
}

export const multiply: Operation = {
  name: '$mul',
  verb: 'multiply',
  integers: (a, b) => a * b,
  doubles: (a, b) => a * b,
}

/** Computes as MongoDB does: a double makes doubles, an int32 grows to an int64, an int64 that overflows is refused. */
export function calculate(operation: Operation, path: string, value: unknown, operand: unknown): unknown {
  if (!isNumeric(operand)) {
    throw new CommandError(
      'TypeMismatch',
      `Cannot ${operation.verb} with non-numeric argument: {${path}: ${print(operand)}}`,
    )
  }
  // A missing field counts as 0 of the operand's own type.
  if (value === undefined) return operation === increment ? operand : calculate(operation, path, new Int32(0), operand)
  if (!isNumeric(value)) {
    throw new CommandError(
      'TypeMismatch',
      `Cannot apply ${operation.name} to a value of non-numeric type. {${path}: ${print(value)}} is of type ${typeOf(value)}`,
    )
  }
  if (value instanceof Decimal128 || operand instanceof Decimal128) {
    throw new CommandError('NotImplemented', `${operation.name} of a Decimal128 is not supported`)
  }
  if (value instanceof Double || operand instanceof Double)
    return new Double(operation.doubles(Number(value), Number(operand)))
  const result = operation.integers(integer(value), integer(operand))
  const isInt32 = value instanceof Int32 && operand instanceof Int32
  if (isInt32 && BigInt.asIntN(32, result) === result) return new Int32(Number(result))
  if (BigInt.asIntN(64, result) === result) return Long.fromBigInt(result)
  throw new CommandError('BadValue', `Failed to apply ${operation.name} operations to current value (${print(value)})`)
}

const integer = (value: unknown): bigint => (value instanceof Long ? value.toBigInt() : BigInt(Number(value)))
