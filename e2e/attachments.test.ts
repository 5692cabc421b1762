import { Buffer } from 'node:buffer'
import { expect, inject, test } from 'vitest'
import { signIn } from './client.ts'
import type { Person } from './client.ts'
import { SEND, direct } from './talk.ts'

const system = inject('system')

/** A PNG of one pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

interface Upload {
  id: string
  url: string
  headers: { name: string; value: string }[]
}

async function createUpload(person: Person, contentType: string, byteSize: number): Promise<Upload> {
  const { createAttachmentUpload } = await person.ask(
    'mutation ($input: UploadInput!) { createAttachmentUpload(input: $input) { id url headers { name value } expiresAt } }',
    { input: { fileName: 'a picture.png', contentType, byteSize } },
  )
  return createAttachmentUpload
}

/** Sends the bytes as a browser does, which counts them itself. */
const put = (upload: Upload, body: Buffer, headers: Record<string, string> = {}) => {
  const given = upload.headers.filter(({ name }) => name !== 'content-length')
  return fetch(upload.url, {
    method: 'PUT',
    headers: { ...Object.fromEntries(given.map(({ name, value }) => [name, value])), ...headers },
    body: new Uint8Array(body),
  })
}

test('a picture goes straight to the bucket and comes back signed', async () => {
  const [ada, ben] = await Promise.all([signIn(system, 'ada'), signIn(system, 'ben')])
  const conversationId = await direct(ada, ben)
  const upload = await createUpload(ada, 'image/png', PNG.length)
  expect((await put(upload, PNG)).status).toBe(200)
  const input = { conversationId, clientId: 'picture', attachmentIds: [upload.id] }
  const { sendMessage } = await ada.ask(SEND, { input })
  expect((await ada.ask(SEND, { input })).sendMessage.id).toBe(sendMessage.id)
  const { message } = await ben.ask(
    'query ($id: ID!) { message(id: $id) { text attachments { fileName contentType byteSize url image { url width height } } } }',
    { id: sendMessage.id },
  )
  const [attachment] = message.attachments
  expect(attachment).toMatchObject({
    fileName: 'a picture.png',
    contentType: 'image/png',
    byteSize: PNG.length,
    image: { width: 1, height: 1 },
  })
  const download = await fetch(attachment.url)
  expect(download.status).toBe(200)
  expect(download.headers.get('content-disposition')).toContain('attachment')
  expect(Buffer.from(await download.arrayBuffer()).equals(PNG)).toBe(true)
})

test('the bucket itself refuses another size or type', async () => {
  const ada = await signIn(system)
  const upload = await createUpload(ada, 'image/png', PNG.length)
  expect((await put(upload, Buffer.concat([PNG, PNG]))).status).toBe(403)
  expect((await put(upload, PNG, { 'content-type': 'text/html' })).status).toBe(403)
})

test('what is not there, not what it says, or another’s is not sent', async () => {
  const [ada, ben] = await Promise.all([signIn(system, 'ada'), signIn(system, 'ben')])
  const conversationId = await direct(ada, ben)
  const send = (person: Person, id: string) =>
    person.refused(SEND, { input: { conversationId, clientId: id, attachmentIds: [id] } })
  const missing = await createUpload(ada, 'image/png', PNG.length)
  expect(await send(ada, missing.id)).toBe('BAD_USER_INPUT')
  const html = Buffer.from('<!doctype html><script>alert(1)</script>')
  const disguised = await createUpload(ada, 'image/png', html.length)
  expect((await put(disguised, html)).status).toBe(200)
  expect(await send(ada, disguised.id)).toBe('BAD_USER_INPUT')
  const good = await createUpload(ada, 'image/png', PNG.length)
  await put(good, PNG)
  expect(await send(ben, good.id)).toBe('BAD_USER_INPUT')
  expect(
    await ada.refused(
      'mutation { createAttachmentUpload(input: { fileName: "f", contentType: "image/png", byteSize: 99999999 }) { id } }',
    ),
  ).toBe('BAD_USER_INPUT')
})
