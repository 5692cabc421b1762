import { badUserInput } from '@colloquy/platform/errors'
import type { HeadersFor } from '@colloquy/platform/assertions'
import { z } from 'zod'

export interface Users {
  /** Those of the ids that no user has. One request, however many ids. @throws when users does not answer in time */
  unknownOf: (ids: string[]) => Promise<string[]>
}

/** How long the users subgraph may take. */
const USERS_TIMEOUT_MS = 2_000

const QUERY = 'query ($users: [_Any!]!) { _entities(representations: $users) { ... on User { id } } }'
const answer = z.object({ data: z.object({ _entities: z.array(z.object({ id: z.string() }).nullable()) }) })

/** Asks the users subgraph, as a part of Colloquy itself, at its /graphql. */
export function createUsers(usersUrl: string, headersFor: HeadersFor): Users {
  return {
    async unknownOf(ids) {
      if (ids.length === 0) return []
      const users = ids.map((id) => ({ __typename: 'User', id }))
      const response = await fetch(usersUrl, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...headersFor({ kind: 'service', name: 'chat' }, 'users'),
        },
        body: JSON.stringify({ query: QUERY, variables: { users } }),
        signal: AbortSignal.timeout(USERS_TIMEOUT_MS),
      })
      const { data } = answer.parse(await response.json())
      const known = new Set(data._entities.map((user) => user?.id))
      return ids.filter((id) => !known.has(id))
    },
  }
}

/** Names each of the ids that nobody has, where it stands in the input. */
export function unknownUsers(ids: string[], unknown: string[], at: (string | number)[]) {
  const issues = ids.flatMap((id, index) =>
    unknown.includes(id) ? [{ path: [...at, index], message: `There is no user ${id}.` }] : [],
  )
  return badUserInput(issues)
}
