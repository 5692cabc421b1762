import type { HeadersFor } from '@colloquy/platform/assertions'
import { DomainError, badUserInput, serviceUnavailable } from '@colloquy/platform/errors'
import { createKept } from '@colloquy/platform/kept'
import type { RedisChannels } from '@colloquy/platform/redis-channels'
import { MAX_POLICIES, POLICY_MAX_AGE_MS, policiesRoute } from '@colloquy/schema/people'
import type { Policy } from '@colloquy/schema/people'
import { userTopic, userTopicEvent } from '@colloquy/schema/topics'

export interface Users extends Disposable {
  /**
   * What users let others see and do, by id, kept for a short while. One request, however many ids; those that no user has are
   * left out. @throws DomainError SERVICE_UNAVAILABLE when users does not answer in time
   */
  policiesOf: (ids: readonly string[]) => Promise<Map<string, Policy>>
}

/** How long the users subgraph may take. */
const USERS_TIMEOUT_MS = 2_000
/** How many users' policies are kept. */
const MAX_KEPT_POLICIES = 10_000

type Channels = Pick<RedisChannels, 'listen' | 'onGap'>

/** Asks the users subgraph, as a part of Colloquy itself. @param usersUrl any URL of its, such as that of /graphql */
export function createUsers(usersUrl: string, headersFor: HeadersFor, channels: Channels): Users {
  const ask = async (userIds: string[]): Promise<Policy[]> => {
    const response = await fetch(new URL(policiesRoute.path, usersUrl), {
      method: 'POST',
      redirect: 'error',
      headers: {
        'content-type': 'application/json',
        ...headersFor({ kind: 'service', name: 'chat' }, 'users'),
      },
      body: JSON.stringify({ userIds }),
      signal: AbortSignal.timeout(USERS_TIMEOUT_MS),
    })
    return policiesRoute.response.parse(await response.json()).policies
  }
  const kept = createKept<Policy>({
    load: async (userIds) => {
      try {
        return (await ask(userIds)).map((policy) => [policy.userId, policy] as const)
      } catch (error) {
        throw serviceUnavailable(error)
      }
    },
    maxKeys: MAX_POLICIES,
    channels,
    channelOf: userTopic,
    isChange: (payload) => userTopicEvent.safeParse(JSON.parse(payload)).data?.type === 'PrivacyChanged',
    maxAgeMs: POLICY_MAX_AGE_MS,
    max: MAX_KEPT_POLICIES,
  })
  return { policiesOf: kept.get, [Symbol.dispose]: kept[Symbol.dispose] }
}

/** The same for whoever cannot be: whether there is no such user is not told. */
export const cannotBeReached = () => new DomainError('NOT_FOUND', 'There is no such user, or they cannot be reached.')

/** Names each of the ids that cannot be invited, where it stands in the input: whether there is no such user is not told. */
export function cannotBeInvited(ids: readonly string[], refused: ReadonlySet<string>, at: (string | number)[]) {
  const issues = ids.flatMap((id, index) =>
    refused.has(id) ? [{ path: [...at, index], message: `There is no user ${id}, or they cannot be invited.` }] : [],
  )
  return badUserInput(issues)
}
