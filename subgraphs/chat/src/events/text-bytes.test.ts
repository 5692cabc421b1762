import { expect, test } from 'vitest'
import { KEPT_MS, shareTextBytes } from './text-bytes.ts'

/** Texts that are as long as their ids; `?` is not there, and `!` cannot be read. */
function setUp() {
  const clock = { ms: 0 }
  const reads: string[][] = []
  const textBytes = shareTextBytes(
    async (ids) => {
      reads.push([...ids])
      if (ids.includes('!')) throw new Error('unreadable')
      return new Map(ids.filter((id) => id !== '?').map((id) => [id, id.length]))
    },
    () => clock.ms,
  )
  return { clock, reads, textBytes }
}

test('lengths wanted at the same time or a moment later are read once', async () => {
  const { clock, reads, textBytes } = setUp()
  const same = [textBytes(['a', 'bb']), textBytes(['bb', 'ccc']), textBytes(['a', 'bb'])]
  expect((await Promise.all(same)).map((found) => Object.fromEntries(found))).toEqual([
    { a: 1, bb: 2 },
    { bb: 2, ccc: 3 },
    { a: 1, bb: 2 },
  ])
  clock.ms = KEPT_MS - 1
  expect(await textBytes(['ccc'])).toEqual(new Map([['ccc', 3]]))
  expect(reads).toEqual([['a', 'bb'], ['ccc']])
})

test('a length is read again once it is old', async () => {
  const { clock, reads, textBytes } = setUp()
  await textBytes(['a'])
  clock.ms = KEPT_MS
  await textBytes(['a'])
  expect(reads).toEqual([['a'], ['a']])
})

test('what is not there and what could not be read is read again', async () => {
  const { reads, textBytes } = setUp()
  for (let attempt = 0; attempt < 2; attempt++) {
    expect(await textBytes(['?'])).toEqual(new Map())
    await expect(textBytes(['a', '!'])).rejects.toThrow('unreadable')
  }
  expect(reads).toEqual([['?'], ['a', '!'], ['?'], ['a', '!']])
})
