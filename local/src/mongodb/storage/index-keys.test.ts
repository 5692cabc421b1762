import { describe, expect, it } from 'vitest'
import { complement, emptyArrayKey, encodeKey } from '../bson/key-encoding.ts'
import { documentKeys, type KeyField } from './index-keys.ts'

const field = (path: string, descending = false): KeyField => ({ path, parts: path.split('.'), descending })
const tuples = (...keys: unknown[][]): Buffer[] => keys.map((values) => Buffer.concat(values.map(encodeKey)))

describe('documentKeys', () => {
  it('gives one key to a document without arrays, with null for what is missing', () => {
    const { keys, multikey, absent } = documentKeys({ a: { b: 1 } }, [field('a.b'), field('c')])
    expect(keys).toEqual(tuples([1, null]))
    expect([multikey.size, absent]).toEqual([0, false])
  })

  it('gives a key to each element, once', () => {
    const { keys, multikey } = documentKeys({ tags: ['x', 'y', 'x'], at: 5 }, [field('tags'), field('at')])
    expect(keys).toEqual(tuples(['x', 5], ['y', 5]))
    expect([...multikey]).toEqual([0])
  })

  it('keeps together what one element holds', () => {
    const items = [
      { b: 1, c: 2 },
      { b: 3, c: 4 },
    ]
    expect(documentKeys({ items }, [field('items.b'), field('items.c')]).keys).toEqual(tuples([1, 2], [3, 4]))
  })

  it('enters arrays inside elements, and elements by position', () => {
    expect(documentKeys({ a: [{ b: [1, 2] }, { b: 3 }] }, [field('a.b')]).keys).toEqual(tuples([1], [2], [3]))
    expect(documentKeys({ a: [{ b: 1 }, { b: 2 }] }, [field('a.1.b')]).keys).toEqual(tuples([2]))
    expect(documentKeys({ a: [[1, 2], 3] }, [field('a')]).keys).toEqual(tuples([[1, 2]], [3]))
  })

  it('tells an empty array from a missing field', () => {
    expect(documentKeys({ a: [] }, [field('a')])).toMatchObject({ keys: [emptyArrayKey], absent: false })
    expect(documentKeys({}, [field('a')])).toMatchObject({ keys: tuples([null]), absent: true })
  })

  it('turns descending fields around', () => {
    expect(documentKeys({ a: 1 }, [field('a', true)]).keys).toEqual([complement(encodeKey(1))])
  })

  it('refuses two arrays side by side', () => {
    expect(() => documentKeys({ a: [1], b: [2] }, [field('a'), field('b')])).toThrow('cannot index parallel arrays')
  })
})
