import { expect, test } from 'vitest'
import { encodeCursor } from '../src/paging.ts'
import { surroundings } from './support/test-chat.ts'

test('a cursor with an instant that no date can hold is refused as none of this list', async () => {
  await using around = await surroundings()
  await using chat = await around.start()
  const query = 'query ($after: String) { conversations(after: $after) { edges { cursor } } }'
  for (const atMs of [8.64e15 + 1, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]) {
    expect(await chat.refused('ada', query, { after: encodeCursor([atMs, 'x']) })).toBe('BAD_USER_INPUT')
  }
  expect(await chat.get('ada', query, { after: encodeCursor([8.64e15, 'x']) })).toEqual({
    conversations: { edges: [] },
  })
})
