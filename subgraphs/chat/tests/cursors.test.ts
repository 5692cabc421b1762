import { expect, test } from 'vitest'
import { encodeCursor } from '../src/paging.ts'
import { createGroup, people, say } from './support/talk.ts'
import { surroundings } from './support/test-chat.ts'

test('a cursor with an instant that no date can hold is refused as none of this list', async () => {
  await using around = await surroundings()
  await using chat = await around.start()
  const query = 'query ($after: String) { conversations(after: $after) { edges { cursor } } }'
  for (const atMs of [8.64e15 + 1, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]) {
    expect(await chat.refused('ada', query, { after: encodeCursor({ name: 'conversations' }, [atMs, 'x']) })).toBe(
      'BAD_USER_INPUT',
    )
  }
  expect(await chat.get('ada', query, { after: encodeCursor({ name: 'conversations' }, [8.64e15, 'x']) })).toEqual({
    conversations: { edges: [] },
  })
})

test('a cursor is of one list, and refused by every other one as the argument that it came in', async () => {
  await using around = await surroundings()
  await using chat = await around.start()
  const [ada = '', ben = ''] = people('ada', 'ben')
  const [room, hall] = [await createGroup(chat, ada, [ben]), await createGroup(chat, ada, [ben])]
  for (const id of [room, hall]) await say(chat, ada, id, 'hello')
  const page = async (list: string, variables: { id?: string; cursor?: string }) => {
    const { data, errors } = await chat.ask(
      ada,
      list === 'conversations'
        ? 'query ($cursor: String) { page: conversations(after: $cursor) { pageInfo { startCursor } } }'
        : `query ($id: ID!, $cursor: String) {
            conversation(id: $id) { page: ${list}: $cursor) { pageInfo { startCursor } } }
          }`,
      variables,
    )
    return { page: data?.page ?? data?.conversation?.page, error: errors?.[0]?.extensions }
  }
  const lists = [
    ['conversations', {}],
    ...['members(after', 'messages(after', 'messages(before'].flatMap((list) =>
      [room, hall].map((id) => [list, { id }] as const),
    ),
  ] as const
  const nameOf = (list: string, { id }: { id?: string }) => `${list.split('(')[0]} ${id}`
  for (const [from, place] of lists) {
    const cursor = (await page(from, place)).page.pageInfo.startCursor
    for (const [to, other] of lists) {
      const { error } = await page(to, { ...other, cursor })
      const argument = to.endsWith('before') ? 'before' : 'after'
      const refusal = { code: 'BAD_USER_INPUT', issues: [expect.objectContaining({ path: [argument] })] }
      expect({ from, to, error }).toEqual({
        from,
        to,
        error: nameOf(from, place) === nameOf(to, other) ? undefined : refusal,
      })
    }
  }
})
