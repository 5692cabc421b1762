import { Binary, BSONRegExp, Decimal128, Double, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson'
import { describe, expect, it } from 'vitest'
import { complement, encodeKey, stringPrefixKey } from './key-encoding.ts'

/** One list in the order that MongoDB sorts in; the values of one line are equal. */
const ordered: unknown[][] = [
  [new MinKey()],
  [null, undefined],
  [Number.NaN, new Double(Number.NaN), Decimal128.fromString('NaN')],
  [-Infinity, Decimal128.fromString('-Infinity')],
  [-Number.MAX_VALUE],
  [Long.MIN_VALUE, new Double(-(2 ** 63))],
  [Long.fromString('-9007199254740993')],
  [Long.fromString('-9007199254740992'), new Double(-9007199254740992)],
  [-1.5, Decimal128.fromString('-1.50')],
  [new Int32(-1), new Double(-1), Long.fromNumber(-1), -1],
  [-Number.MIN_VALUE],
  [0, -0, new Int32(0), Long.ZERO, Decimal128.fromString('0E-10')],
  [Number.MIN_VALUE],
  [Decimal128.fromString('0.1')],
  [0.1],
  [Decimal128.fromString('0.1000000000000000055511151231257828')],
  [1, new Int32(1), new Double(1), Long.ONE, Decimal128.fromString('1'), Decimal128.fromString('1.000')],
  [2, 2n],
  [9007199254740992],
  [Long.fromString('9007199254740993'), Decimal128.fromString('9007199254740993')],
  [Decimal128.fromString('9007199254740993.5')],
  [9007199254740994],
  [Long.fromString('9223372036854775806')],
  [Long.MAX_VALUE],
  [2 ** 63],
  [Infinity, Decimal128.fromString('Infinity')],
  [''],
  ['\0'],
  ['a'],
  ['a\0'],
  ['a\0b'],
  ['ab'],
  ['b'],
  ['é'],
  ['￿'],
  ['😀'],
  [{}],
  [{ a: 1 }, { a: new Double(1) }],
  [{ a: 1, b: 1 }],
  [{ a: 2 }],
  [{ b: 1 }],
  [{ a: 'x' }],
  [[]],
  [[1]],
  [[1, 2]],
  [['a']],
  [new Binary(Buffer.from('b'), 0)],
  [new Binary(Buffer.from('a'), 5)],
  [new Binary(Buffer.from('aa'), 0)],
  [new ObjectId('000000000000000000000001')],
  [new ObjectId('ff0000000000000000000000')],
  [false],
  [true],
  [new Date(-1)],
  [new Date(0)],
  [new Date(1)],
  [new Timestamp({ t: 1, i: 2 })],
  [new Timestamp({ t: 0x80000000, i: 0 })],
  [new BSONRegExp('a')],
  [new BSONRegExp('a', 'i')],
  [new MaxKey()],
]

describe('encodeKey', () => {
  it('orders every type as MongoDB does, whatever the numeric type', () => {
    const keys = ordered.map((equal) => equal.map(encodeKey))
    for (const [i, equal] of keys.entries()) {
      for (const key of equal) expect(key, `position ${i}`).toEqual(equal[0])
      for (const [j, other] of keys.entries()) {
        expect(Math.sign(Buffer.compare(equal[0] ?? key0, other[0] ?? key0)), `${i} and ${j}`).toBe(Math.sign(i - j))
      }
    }
  })

  it('orders random numbers of mixed types as numbers', () => {
    const random = seededRandom(7)
    const numbers = Array.from({ length: 2000 }, () => randomNumber(random))
    const byKey = numbers.toSorted((a, b) => Buffer.compare(encodeKey(a.bson), encodeKey(b.bson)))
    const byValue = numbers.toSorted((a, b) => compareRationals(a.exact, b.exact))
    expect(byKey.map(({ exact }) => exact)).toEqual(byValue.map(({ exact }) => exact))
  })

  it('orders random strings by their UTF-8, also when more follows, and backwards when complemented', () => {
    const random = seededRandom(11)
    const strings = Array.from({ length: 500 }, () => randomString(random))
    for (const [i, a] of strings.entries()) {
      const b = strings[(i * 7 + 1) % strings.length] ?? ''
      const expected = Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b)))
      const [x, y] = [encodeKey(a), encodeKey(b)]
      if (expected === 0) continue
      for (const tail of [Buffer.of(), Buffer.of(0x08), Buffer.of(0xf0)]) {
        expect(Math.sign(Buffer.compare(Buffer.concat([x, tail]), Buffer.concat([y, Buffer.of(0x80)])))).toBe(expected)
        expect(Math.sign(Buffer.compare(Buffer.concat([complement(x), tail]), complement(y)))).toBe(-expected)
      }
    }
  })

  it('gives strings with a common beginning keys with a common beginning', () => {
    expect(encodeKey('abc').subarray(0, 3)).toEqual(stringPrefixKey('ab'))
  })
})

const key0 = Buffer.of()

type Rational = { numerator: bigint; denominator: bigint }

function compareRationals(a: Rational, b: Rational): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** A number of a random type and its value as a fraction in lowest terms, so that equal values are equal objects. */
function randomNumber(random: () => number): { bson: unknown; exact: Rational } {
  const near = BigInt(Math.floor((random() - 0.5) * 2 ** Math.floor(random() * 60)))
  switch (Math.floor(random() * 4)) {
    case 0:
      return { bson: new Int32(Number(BigInt.asIntN(32, near))), exact: fraction(BigInt.asIntN(32, near), 1n) }
    case 1:
      return { bson: Long.fromBigInt(near), exact: fraction(near, 1n) }
    case 2: {
      const eighths = Number(BigInt.asIntN(50, near))
      return { bson: new Double(eighths / 8), exact: fraction(BigInt(eighths), 8n) }
    }
    default:
      return { bson: Decimal128.fromString(`${near}E-3`), exact: fraction(near, 1000n) }
  }
}

function fraction(numerator: bigint, denominator: bigint): Rational {
  const divisor = greatestDivisor(numerator < 0n ? -numerator : numerator, denominator)
  return { numerator: numerator / divisor, denominator: denominator / divisor }
}

const greatestDivisor = (a: bigint, b: bigint): bigint => (b === 0n ? a : greatestDivisor(b, a % b))

const randomString = (random: () => number): string =>
  Array.from(
    { length: Math.floor(random() * 5) },
    () => ['\0', '\x01', 'a', 'b', 'é', '￿', '😀'][Math.floor(random() * 7)],
  ).join('')

/** mulberry32: the same numbers each run. */
function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}
