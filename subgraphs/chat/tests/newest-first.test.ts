import { missedPlacesRoute } from '@colloquy/schema/event-log'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { MAX_MEMBERS_TOLD } from '../src/members/consequences.ts'
import { openStores } from './support/stores.ts'
import { addMembers, createGroup, openDirect, people, removeMember, say } from './support/talk.ts'
import { surroundings } from './support/test-chat.ts'
import type { Surroundings, TestChat } from './support/test-chat.ts'

let around: Surroundings
let chat: TestChat
beforeAll(async () => {
  around = await surroundings()
  chat = await around.start()
})
afterAll(async () => {
  await chat[Symbol.asyncDispose]()
  await around[Symbol.asyncDispose]()
})

interface Edge {
  node: { id: string }
}

/** The ids of somebody's conversations, read in pages of that size. */
async function listed(viewer: string, size: number): Promise<string[]> {
  const query = `query ($size: Int, $after: String) { conversations(first: $size, after: $after) {
    edges { node { id } } pageInfo { hasNextPage endCursor }
  } }`
  const ids: string[] = []
  for (let after: string | null = null; ;) {
    const { conversations } = await chat.get(viewer, query, { size, after })
    ids.push(...conversations.edges.map(({ node }: Edge) => node.id))
    if (!conversations.pageInfo.hasNextPage) return ids
    after = conversations.pageInfo.endCursor
  }
}

const missedBy = async (userId: string, sinceMs: number) =>
  (await chat.log(missedPlacesRoute, { userId, sinceMs, seen: [] })).body.places

test('a group that grows too large to tell its members, and shrinks again, keeps its place in each list', async () => {
  const [ada = '', ben = '', cleo = '', late = ''] = people('ada', 'ben', 'cleo', 'late')
  const others = people(...Array.from({ length: MAX_MEMBERS_TOLD - 2 }, (_, index) => `other${index}`))
  const group = await createGroup(chat, ada, [ben, ...others])
  const direct = await openDirect(chat, ben, cleo)
  const expectOrder = async (viewer: string, ids: string[]) => {
    for (const size of [1, 2, 10]) expect(await listed(viewer, size)).toEqual(ids)
  }
  await say(chat, cleo, direct, 'first')
  await expectOrder(ben, [direct, group])
  await say(chat, ada, group, 'while it is full')
  await expectOrder(ben, [group, direct])

  await addMembers(chat, ada, group, [late])
  const growingMs = Date.now()
  await say(chat, cleo, direct, 'second')
  await expectOrder(ben, [direct, group])
  await say(chat, ada, group, 'while it is larger')
  await expectOrder(ben, [group, direct])
  await expectOrder(late, [group])
  expect(await missedBy(late, growingMs)).toMatchObject([{ conversationId: group, seq: 4 }])

  await removeMember(chat, ada, group, late)
  await expectOrder(ben, [group, direct])
  const shrunkMs = Date.now()
  await say(chat, cleo, direct, 'third')
  await expectOrder(ben, [direct, group])
  await say(chat, ada, group, 'while it is small again')
  await expectOrder(ben, [group, direct])
  expect(await missedBy(ben, shrunkMs)).toMatchObject([{ conversationId: direct }, { conversationId: group, seq: 6 }])
})

test('who comes to a conversation finds it where the others have it', async () => {
  const [ada = '', ben = '', cleo = ''] = people('ada', 'ben', 'cleo')
  const group = await createGroup(chat, ada, [])
  await say(chat, ada, group, 'before')
  const direct = await openDirect(chat, ben, cleo)
  await say(chat, cleo, direct, 'later')
  await addMembers(chat, ada, group, [ben])
  expect(await listed(ben, 1)).toEqual([direct, group])
  await say(chat, ada, group, 'newest')
  expect(await listed(ben, 1)).toEqual([group, direct])
})

test('events that are applied once more, late, move nothing', async () => {
  const [ada = '', ben = '', cleo = ''] = people('ada', 'ben', 'cleo')
  const group = await createGroup(chat, ada, [ben])
  const direct = await openDirect(chat, ben, cleo)
  await say(chat, ada, group, 'first')
  await say(chat, ada, group, 'second')
  await say(chat, cleo, direct, 'newest')
  await addMembers(chat, ada, group, [cleo])

  await using stores = await openStores(around.config)
  const { events, members, conversations } = stores
  const before = await members.ofUser(ben)
  const readActivity = () => conversations.activityOf(group)
  const entries = await events.range({ conversationId: group, afterSeq: 0, upToSeq: 4 }, 10)
  expect(entries).toHaveLength(4)
  for (const entry of entries) await members.project([entry], readActivity)
  await members.project(entries, readActivity)
  expect(await members.ofUser(ben)).toEqual(before)
  expect(await listed(ben, 1)).toEqual([direct, group])
})
