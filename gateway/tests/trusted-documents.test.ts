import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { getOperationAST, parse } from 'graphql'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { answerOf, startWorld } from './support/world.ts'

/** Those of the web. */
const path = fileURLToPath(new URL('../../web/graphql/generated/trusted-documents.json', import.meta.url))
const list: { operations: { id: string; name: string; type: string; body: string }[] } = JSON.parse(
  await readFile(path, 'utf8'),
)

let stack: AsyncDisposableStack
beforeEach(() => {
  stack = new AsyncDisposableStack()
})
afterEach(() => stack.disposeAsync())

/** Of a document itself. */
const REFUSALS: ReadonlySet<unknown> = new Set([
  'PERSISTED_QUERY_NOT_IN_LIST',
  'QUERY_NOT_IN_SAFELIST',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
])

const withId = (sha256Hash: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash } } })

test("a gateway held to the web's documents answers them, and refuses all else", async () => {
  const world = stack.use(await startWorld({ trustedDocuments: { paths: [path], only: true } }))
  const headers = { authorization: `Bearer ${world.token('ada')}` }
  for (const { id, name } of list.operations.filter(({ type }) => type !== 'subscription')) {
    const answer = await answerOf(await world.post({ ...withId(id), operationName: name }, headers))
    const codes = (answer.errors ?? []).map(({ extensions }) => extensions.code)
    // Without variables many go no further.
    expect({ name, refused: codes.filter((code) => REFUSALS.has(code)) }).toEqual({ name, refused: [] })
  }
  const { errors } = await answerOf(await world.post({ query: '{ viewer { id } }' }, headers))
  expect(errors).toMatchObject([{ extensions: { code: 'QUERY_NOT_IN_SAFELIST' } }])

  await using socket = await world.connect()
  await socket.init(world.token('ada'))
  socket.subscribe('other', 'subscription { inbox { __typename } }')
  const refused = await socket.receive('other', 'error')
  expect(refused.payload).toMatchObject([{ extensions: { code: 'QUERY_NOT_IN_SAFELIST' } }])
  const { body } = list.operations.find(({ name }) => name === 'Presence') ?? { body: '' }
  socket.subscribe('listed', body, { userIds: [] })
  const known = await socket.receive('listed', 'error')
  expect(REFUSALS.has(known.payload[0].extensions.code)).toBe(false)
})

test('a file that is no list keeps a gateway from starting, and is named', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'trusted-documents-'))
  stack.defer(() => rm(folder, { recursive: true }))
  const broken = join(folder, 'broken.json')
  await writeFile(broken, '{')
  await expect(startWorld({ trustedDocuments: { paths: [broken], only: false } })).rejects.toThrow(/broken\.json/)
  await writeFile(broken, '{}')
  await expect(startWorld({ trustedDocuments: { paths: [broken], only: false } })).rejects.toThrow(
    /apollo-persisted-query-manifest/,
  )
})

test("each of the web's documents is one operation, of its name and type", () => {
  for (const { name, type, body } of list.operations) {
    expect(getOperationAST(parse(body))).toMatchObject({ name: { value: name }, operation: type })
  }
})
