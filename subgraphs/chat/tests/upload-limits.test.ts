import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { place } from './support/files.ts'
import { surroundings } from './support/test-chat.ts'

const query = 'mutation ($input: UploadInput!) { createAttachmentUpload(input: $input) { id } }'

test('a user uploads so many files and bytes a day, in all processes together', async () => {
  await using around = await surroundings({ uploadLimits: { filesPerDay: 3, bytesPerDay: 1_000 } })
  await using chat = await around.start()
  await using other = await around.start()
  const [ada, ben] = [randomUUID(), randomUUID()]
  const input = (byteSize: number) => ({ input: { fileName: 'a', contentType: 'text/plain', byteSize } })
  await place(chat, ada, { contentType: 'text/plain', byteSize: 600 })
  const { errors } = await other.ask(ada, query, input(600))
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'RATE_LIMITED', retryAfter: expect.any(Number) })
  await place(other, ada, { contentType: 'text/plain', byteSize: 200 })
  await place(chat, ada, { contentType: 'text/plain', byteSize: 1 })
  expect(await chat.refused(ada, query, input(1))).toBe('RATE_LIMITED')
  await place(chat, ben, { contentType: 'text/plain', byteSize: 600 })
})
