import { Decimal128, Long } from 'bson'
import { CommandError } from '../errors.ts'
import { numberOf } from './types.ts'

/**
 * Numbers of all four BSON types in one order: the largest double that is not above the number, made comparable as bytes,
 * then what is left of the number, as a fraction of the distance to the next double. Doubles and int32s leave nothing.
 */
export function encodeNumber(value: unknown): Buffer {
  const exact = exactRational(value)
  if (!exact) return doubleBytes(numberOf(value) ?? Number.NaN, nothingLeft)
  const floor = largestDoubleNotAbove(exact, numberOf(value) ?? Number.NaN)
  const left = subtract(exact, rationalOf(floor))
  if (left.numerator === 0n) return doubleBytes(floor, nothingLeft)
  const gap = subtract(rationalOf(nextDouble(floor)), rationalOf(floor))
  const scaled = (left.numerator * gap.denominator) << 64n
  const divisor = left.denominator * gap.numerator
  const fraction = Buffer.alloc(10)
  fraction[0] = 1
  fraction.writeBigUInt64BE(scaled / divisor, 1)
  fraction[9] = scaled % divisor === 0n ? 0 : 1
  return doubleBytes(floor, fraction)
}

type Rational = { numerator: bigint; denominator: bigint }

const nothingLeft = Buffer.from([0])

/** Decimals beyond these cannot be placed between doubles. */
const decimalExponents = { least: -290, greatest: 300 }

/** The value of a Long or Decimal128 that a double may not hold; undefined for what a double holds. */
function exactRational(value: unknown): Rational | undefined {
  if (typeof value === 'bigint') return { numerator: value, denominator: 1n }
  if (value instanceof Long) {
    return Number.isSafeInteger(value.toNumber()) ? undefined : { numerator: value.toBigInt(), denominator: 1n }
  }
  if (!(value instanceof Decimal128)) return undefined
  const [, sign, whole, part = '', exponentText = '0'] =
    /^([+-]?)(\d+)(?:\.(\d*))?(?:E([+-]?\d+))?$/i.exec(value.toString()) ?? []
  if (whole === undefined) return undefined
  const digits = BigInt(`${sign === '-' ? '-' : ''}${whole}${part}`)
  const exponent = Number(exponentText) - part.length
  if (digits === 0n) return undefined
  if (exponent < decimalExponents.least || exponent + whole.length + part.length > decimalExponents.greatest) {
    throw new CommandError(
      'NotImplemented',
      `a Decimal128 beyond the range of doubles cannot be compared: ${value.toString()}`,
    )
  }
  return exponent < 0
    ? { numerator: digits, denominator: 10n ** BigInt(-exponent) }
    : { numerator: digits * 10n ** BigInt(exponent), denominator: 1n }
}

function largestDoubleNotAbove(exact: Rational, near: number): number {
  let double = near
  while (subtract(exact, rationalOf(double)).numerator < 0n) double = previousDouble(double)
  while (subtract(exact, rationalOf(nextDouble(double))).numerator >= 0n) double = nextDouble(double)
  return double
}

const subtract = (a: Rational, b: Rational): Rational => ({
  numerator: a.numerator * b.denominator - b.numerator * a.denominator,
  denominator: a.denominator * b.denominator,
})

function rationalOf(double: number): Rational {
  let denominator = 1n
  let scaled = double
  while (!Number.isInteger(scaled)) {
    scaled *= 2
    denominator *= 2n
  }
  return { numerator: BigInt(scaled), denominator }
}

const nextDouble = (double: number): number =>
  double < 0 ? -stepAwayFromZero(-double, -1n) : stepAwayFromZero(double, 1n)

const previousDouble = (double: number): number => -nextDouble(0 - double)

function stepAwayFromZero(magnitude: number, step: bigint): number {
  const bits = Buffer.alloc(8)
  bits.writeDoubleBE(magnitude)
  bits.writeBigUInt64BE(bits.readBigUInt64BE() + step)
  return bits.readDoubleBE()
}

/** IEEE 754 orders like integers once the sign bit is flipped, and all bits of negative numbers. NaN comes first. */
function doubleBytes(double: number, rest: Buffer): Buffer {
  const bytes = Buffer.alloc(8 + rest.length)
  rest.copy(bytes, 8)
  if (Number.isNaN(double)) return bytes
  bytes.writeDoubleBE(double === 0 ? 0 : double)
  const negative = double < 0
  for (let i = 0; i < 8; i++) bytes[i] = (bytes[i] ?? 0) ^ (negative ? 0xff : i === 0 ? 0x80 : 0)
  return bytes
}
