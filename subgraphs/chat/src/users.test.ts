import { createLogger } from '@colloquy/platform/logger'
import { sendJson, startHttpServer } from '@colloquy/platform/http-server'
import { policiesRoute } from '@colloquy/schema/people'
import { expect, test } from 'vitest'
import { createUsers } from './users.ts'

const channels = { listen: async () => () => undefined, onGap: () => () => undefined }

test('a service that sends elsewhere is not followed, and gets no assertion there', async () => {
  const asked: string[] = []
  await using server = await startHttpServer({
    host: '127.0.0.1',
    port: 0,
    logger: createLogger('test', 'silent'),
    routes: {
      [policiesRoute.path]: (_, response) => void response.writeHead(307, { location: '/elsewhere' }).end(),
      '/elsewhere': (request, response) => {
        asked.push(request.url ?? '')
        sendJson(response, 200, { policies: [] })
      },
    },
    ready: {},
    graceMs: 0,
  })
  using users = createUsers(server.url, () => ({ authorization: 'assertion' }), channels)
  await expect(users.policiesOf(['ada'])).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' })
  expect(asked).toEqual([])
})
