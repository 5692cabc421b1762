import { afterAll, beforeAll, expect, test } from 'vitest'
import { place, png, put, upload } from './support/files.ts'
import { openDirect, people, say, SEND } from './support/talk.ts'
import { service, surroundings } from './support/test-chat.ts'
import type { Surroundings, TestChat } from './support/test-chat.ts'

let around: Surroundings
let chat: TestChat
let ada: string
let ben: string
let conversationId: string
beforeAll(async () => {
  around = await surroundings()
  chat = await around.start()
  ;[ada = '', ben = ''] = people('ada', 'ben')
  conversationId = await openDirect(chat, ada, ben)
})
afterAll(async () => {
  await chat[Symbol.asyncDispose]()
  await around[Symbol.asyncDispose]()
})

const MESSAGE = `query ($id: ID!) {
  message(id: $id) { text attachments { id fileName contentType byteSize url image { url width height } } }
}`
const ENTITY = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Attachment { id fileName url } } }'

/** What is refused of a message with these attachments: the paths of the issues. */
async function issuesWith(attachmentIds: string[], viewer = ada) {
  const input = { conversationId, clientId: attachmentIds.join(), attachmentIds }
  const { errors } = await chat.ask(viewer, SEND, { input })
  const { code, issues } = errors?.[0]?.extensions ?? {}
  expect(code).toBe('BAD_USER_INPUT')
  return issues
}

test('a picture goes to the bucket, into a message, and comes back to be seen and saved', async () => {
  const bytes = png(320, 200)
  const placed = await place(chat, ada, {
    fileName: 'Grüße aus "Köln".png',
    contentType: 'image/png',
    byteSize: bytes.length,
  })
  expect(Date.parse(placed.expiresAt) - Date.now()).toBeLessThanOrEqual(600_000)
  expect(await put(placed, bytes)).toBe(200)
  const sent = await say(chat, ada, conversationId, '', { clientId: 'picture', attachmentIds: [placed.id] })
  // A repeat, after a lost answer, is the same message.
  expect(await say(chat, ada, conversationId, '', { clientId: 'picture', attachmentIds: [placed.id] })).toEqual(sent)
  // So it is with another file, which can be sent with another message then.
  const other = await upload(chat, ada, png(8, 8))
  expect(await say(chat, ada, conversationId, '', { clientId: 'picture', attachmentIds: [other] })).toEqual(sent)
  await say(chat, ada, conversationId, '', { attachmentIds: [other] })
  const [attachment] = (await chat.get(ben, MESSAGE, { id: sent.id })).message.attachments
  expect(attachment).toMatchObject({
    id: placed.id,
    fileName: 'Grüße aus "Köln".png',
    contentType: 'image/png',
    byteSize: bytes.length,
    image: { width: 320, height: 200 },
  })
  const download = await fetch(attachment.url)
  expect(Buffer.from(await download.arrayBuffer())).toEqual(bytes)
  expect(download.headers.get('content-type')).toBe('image/png')
  expect(download.headers.get('content-disposition')).toBe(
    "attachment; filename*=UTF-8''Gr%C3%BC%C3%9Fe%20aus%20%22K%C3%B6ln%22.png",
  )
  const shown = await fetch(attachment.image.url)
  expect([shown.status, shown.headers.get('content-disposition')]).toEqual([200, 'inline'])
  await shown.arrayBuffer()
})

test('the bucket itself refuses another size or another type', async () => {
  const bytes = png(1, 1)
  const placed = await place(chat, ada, { contentType: 'image/png', byteSize: bytes.length })
  expect(await put(placed, Buffer.concat([bytes, bytes]))).toBe(403)
  expect(await put(placed, bytes, { 'content-type': 'text/html' })).toBe(403)
  expect(await issuesWith([placed.id])).toEqual([
    { path: ['input', 'attachmentIds', 0], message: 'Its bytes have not arrived.' },
  ])
})

test('a file must be what it said to be', async () => {
  const html = Buffer.from('<script>alert(1)</script>')
  const id = await upload(chat, ada, html, 'image/png')
  expect(await issuesWith([id])).toEqual([
    { path: ['input', 'attachmentIds', 0], message: 'Its bytes are not image/png.' },
  ])
  expect(await issuesWith([await upload(chat, ada, png(1, 1), 'text/plain')])).toHaveLength(1)
  expect(await issuesWith([await upload(chat, ada, png(20_000, 20_000))])).toHaveLength(1)
})

test('what was sent stays as it was checked, though the upload can still be written', async () => {
  const bytes = png(2, 2)
  const other = Buffer.alloc(bytes.length, '<script>')
  const placed = await place(chat, ada, { contentType: 'image/png', byteSize: bytes.length })
  await put(placed, bytes)
  const sent = await say(chat, ada, conversationId, '', { attachmentIds: [placed.id] })
  expect(await put(placed, other)).toBe(200)
  const [attachment] = (await chat.get(ben, MESSAGE, { id: sent.id })).message.attachments
  for (const url of [attachment.url, attachment.image.url]) {
    expect(Buffer.from(await (await fetch(url)).arrayBuffer())).toEqual(bytes)
  }
})

test('what a browser might run is saved, never shown', async () => {
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')
  const id = await upload(chat, ada, svg, 'image/svg+xml')
  const sent = await say(chat, ada, conversationId, 'a drawing', { attachmentIds: [id] })
  const [attachment] = (await chat.get(ben, MESSAGE, { id: sent.id })).message.attachments
  expect(attachment.image).toBeNull()
  const download = await fetch(attachment.url)
  expect(download.headers.get('content-type')).toBe('application/octet-stream')
  expect(download.headers.get('content-disposition')).toContain('attachment')
  await download.arrayBuffer()
})

test('an upload is its owner’s, and used once', async () => {
  const id = await upload(chat, ada, png(1, 1))
  expect(await issuesWith([id], ben)).toHaveLength(1)
  expect(await issuesWith(['unknown'])).toHaveLength(1)
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      chat.ask(ada, SEND, { input: { conversationId, clientId: `race ${index}`, attachmentIds: [id] } }),
    ),
  )
  expect(answers.filter(({ errors }) => errors === undefined)).toHaveLength(1)
})

test('a file can be reached by those who see its message, and before that by its owner', async () => {
  const id = await upload(chat, ada, png(1, 1))
  const reach = async (who: Parameters<TestChat['get']>[0]) =>
    (await chat.get(who, ENTITY, { r: [{ __typename: 'Attachment', id }] }))._entities[0]?.id ?? null
  expect([await reach(ada), await reach(ben), await reach('eve')]).toEqual([id, null, null])
  await say(chat, ada, conversationId, '', { attachmentIds: [id] })
  expect([await reach(ada), await reach(ben), await reach('eve'), await reach(service)]).toEqual([id, id, null, id])
})

test('an upload is refused when it is too large or has no proper type or name', async () => {
  const query = 'mutation ($input: UploadInput!) { createAttachmentUpload(input: $input) { id } }'
  for (const change of [{ byteSize: 26_214_401 }, { byteSize: 0 }, { contentType: 'png' }, { fileName: 'a/b' }]) {
    const input = { fileName: 'a', contentType: 'image/png', byteSize: 1, ...change }
    expect(await chat.refused(ada, query, { input })).toBe('BAD_USER_INPUT')
  }
})
