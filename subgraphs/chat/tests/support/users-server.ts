import type { KeyObject } from 'node:crypto'
import { createServer } from 'node:http'
import { createAssertionVerifier, IDENTITY_HEADER } from '@colloquy/platform/assertions'
import { readBody, sendJson } from '@colloquy/platform/http-server'
import type { Handler } from '@colloquy/platform/http-server'

export interface UsersServer extends AsyncDisposable {
  url: string
  /** How many requests it has had. */
  requests: () => number
}

/** Stands where the users subgraph does: everybody exists but those whose id begins with "nobody". Answers chat alone. */
export async function startUsersServer(chatKey: KeyObject): Promise<UsersServer> {
  const verify = createAssertionVerifier({ audience: 'users', trusted: { chat: [chatKey] } })
  let requests = 0
  const answer: Handler = async (request, response) => {
    requests++
    const identity = verify(request.headers[IDENTITY_HEADER]?.toString())
    if (identity?.kind !== 'service') return sendJson(response, 401, { errors: [] })
    const { variables }: { variables: { users: { id: string }[] } } = JSON.parse(await readBody(request, 1_000_000))
    const _entities = variables.users.map(({ id }) => (id.startsWith('nobody') ? null : { id }))
    sendJson(response, 200, { data: { _entities } })
  }
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not listening on a TCP port')
  return {
    url: `http://127.0.0.1:${address.port}/graphql`,
    requests: () => requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
