import type { KeyObject } from 'node:crypto'
import { createAssertionVerifier } from '@colloquy/platform/assertions'
import { startHttpServer } from '@colloquy/platform/http-server'
import { serveRoute } from '@colloquy/platform/internal-route'
import { createLogger } from '@colloquy/platform/logger'
import { policiesRoute } from '@colloquy/schema/people'
import type { Policy } from '@colloquy/schema/people'

export interface UsersServer extends AsyncDisposable {
  url: string
  /** How many requests it has had. */
  requests: () => number
  /** What somebody's policy has other than by default. Whoever kept it hears of it by the user's topic alone. */
  policies: Map<string, Partial<Policy>>
}

/** Stands where the users subgraph does: everybody exists but those whose id begins with "nobody". Answers chat alone. */
export async function startUsersServer(chatKey: KeyObject): Promise<UsersServer> {
  const verifyAssertion = createAssertionVerifier({ audience: 'users', trusted: { chat: [chatKey] } })
  let requests = 0
  const policies: UsersServer['policies'] = new Map()
  const policyOf = (userId: string): Policy => ({
    userId,
    presenceVisible: true,
    readReceipts: true,
    whoMayInvite: 'EVERYBODY',
    blockedIds: [],
    ...policies.get(userId),
  })
  const server = await startHttpServer({
    host: '127.0.0.1',
    port: 0,
    logger: createLogger('users', 'silent'),
    routes: serveRoute(policiesRoute, verifyAssertion, async ({ userIds }) => {
      requests++
      return { policies: userIds.filter((id) => !id.startsWith('nobody')).map(policyOf) }
    }),
    ready: {},
    graceMs: 100,
  })
  return {
    url: `${server.url}/graphql`,
    requests: () => requests,
    policies,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}
