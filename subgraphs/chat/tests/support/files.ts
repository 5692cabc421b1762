import { randomBytes } from 'node:crypto'
import type { Answer, TestChat } from './test-chat.ts'

const UPLOAD = `mutation ($input: UploadInput!) {
  createAttachmentUpload(input: $input) { id url expiresAt headers { name value } }
}`

/** A PNG of that size in pixels; no two are the same. */
export function png(width: number, height: number): Buffer {
  const bytes = Buffer.concat([Buffer.alloc(41), randomBytes(64)])
  bytes.write('89504e470d0a1a0a0000000d49484452', 0, 'hex')
  bytes.writeUInt32BE(width, 16)
  bytes.writeUInt32BE(height, 20)
  bytes.write('08060000000000000000000040', 24, 'hex')
  bytes.write('IDAT', 37)
  return bytes
}

/** Asks for a place for a file, without sending it. */
export async function place(
  chat: TestChat,
  viewer: string,
  file: { fileName?: string; contentType: string; byteSize: number },
): Promise<Answer['data']> {
  const input = { fileName: 'file', ...file }
  return (await chat.get(viewer, UPLOAD, { input })).createAttachmentUpload
}

interface Header {
  name: string
  value: string
}

/** Sends bytes to where an upload says, with its headers but for those given. */
export async function put(upload: Answer['data'], bytes: Uint8Array, headers: object = {}): Promise<number> {
  const pinned = Object.fromEntries(upload.headers.map(({ name, value }: Header) => [name, value]))
  const { 'content-length': _, ...sent } = { ...pinned, ...headers }
  const response = await fetch(upload.url, { method: 'PUT', headers: sent, body: Buffer.from(bytes) })
  await response.arrayBuffer()
  return response.status
}

/** The id of an upload whose bytes are there. */
export async function upload(
  chat: TestChat,
  viewer: string,
  bytes: Uint8Array,
  contentType = 'image/png',
): Promise<string> {
  const placed = await place(chat, viewer, { contentType, byteSize: bytes.length })
  const status = await put(placed, bytes)
  if (status !== 200) throw new Error(`The bucket answered ${status}.`)
  return placed.id
}
