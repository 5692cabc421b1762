import type { Fetcher } from '@graphiql/toolkit'
import { getOperationAST, OperationTypeNode, parse } from 'graphql'
import { createClient } from 'graphql-ws'
import type { PublicConfig } from '../config/web-config.ts'
import type { Session } from '../session/session.ts'

/** Runs what is in the editor as the viewer: subscriptions over the socket, all else over HTTP. */
export function createPlaygroundFetcher(config: PublicConfig, session: Session): Fetcher {
  const socket = createClient({
    url: config.gatewaySocketUrl,
    connectionParams: async () => ({ authorization: `Bearer ${await session.accessToken()}` }),
  })

  return async ({ query, operationName, variables }, options) => {
    const payload = { query, operationName, variables }
    if (getOperationAST(parse(query), operationName)?.operation === OperationTypeNode.SUBSCRIPTION)
      return socket.iterate(payload)
    const response = await fetch(config.gatewayUrl, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await session.accessToken()}`,
        ...options?.headers,
        'content-type': 'application/json',
      },
      body: JSON.stringify(payload),
    })
    return response.json()
  }
}
