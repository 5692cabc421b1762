import { expect, inject, test } from 'vitest'
import { breakableConnection } from './support/breakable-connection.ts'
import { png, upload } from './support/files.ts'
import { createGroup, people, say, SEND } from './support/talk.ts'
import { surroundings } from './support/test-chat.ts'

test('a message with a file waits for a bucket that is away, and is sent once it is back', async () => {
  const { s3 } = inject('infrastructure')
  await using way = await breakableConnection(s3.endpoint)
  await using around = await surroundings({
    s3: { ...s3, forcePathStyle: true, endpoint: way.url, publicEndpoint: s3.endpoint },
  })
  await using chat = await around.start()
  const [ada = '', ben = ''] = people('ada', 'ben')
  const conversationId = await createGroup(chat, ada, [ben])
  const attachmentIds = [await upload(chat, ada, png(1, 1))]

  way.break()
  const input = { conversationId, clientId: 'with a file', attachmentIds }
  const { errors } = await chat.ask(ada, SEND, { input })
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'SERVICE_UNAVAILABLE', retryAfter: expect.any(Number) })

  way.mend()
  const { attachments } = await say(chat, ada, conversationId, '', input)
  expect(attachments).toEqual(attachmentIds.map((id) => ({ id })))
})
