import { buildSubgraphSchema } from '@apollo/subgraph'
import type { HeadersFor } from '@colloquy/platform/assertions'
import type { Clock } from '@colloquy/platform/clock'
import type { Identity } from '@colloquy/platform/identity'
import type { Logger } from '@colloquy/platform/logger'
import type { MountedSubgraph, TopicHub } from '@colloquy/platform/mounted-subgraph'
import type { RedisChannels } from '@colloquy/platform/redis-channels'
import { acquaintancesRoute, policiesRoute } from '@colloquy/schema/people'
import { MAX_PRESENCE_USERS } from '@colloquy/schema/rules'
import { readSubgraphSdl } from '@colloquy/schema/subgraph-sdl'
import { parse } from 'graphql'
import type { Redis } from 'ioredis'
import { createBatcher } from './batch.ts'
import { createRouteClient } from './ask-route.ts'
import type { Context } from './context.ts'
import { REALTIME_LIMITS } from './limits.ts'
import type { RealtimeLimits } from './limits.ts'
import { createPresenceConnections } from './presence/connections.ts'
import type { PresenceConnections } from './presence/connections.ts'
import { createPresenceField } from './presence/presence-field.ts'
import { HIDDEN, createPresenceStore } from './presence/presence-store.ts'
import { createPresenceTopics } from './presence/presence-topics.ts'
import { createSeenPresence } from './presence/seen-presence.ts'
import { createSight } from './presence/sight.ts'
import { startPresenceSweep } from './presence/sweep.ts'
import { createProfileTopics } from './profiles/profile-topics.ts'
import { createProfilesField } from './profiles/profiles-field.ts'
import { resolvers } from './resolvers.ts'
import { createConversationField } from './subscriptions/conversation.ts'
import { createInboxField } from './subscriptions/inbox.ts'
import { createMembershipCheck } from './subscriptions/membership-check.ts'
import { createConversationTopics } from './topics/conversation-topics.ts'
import { createEventLog } from './topics/event-log.ts'

export interface RealtimeOptions {
  /** For commands; presence is kept here. */
  redis: Redis
  channels: RedisChannels
  /** Any URL of chat's; its routes for services are beside /graphql. */
  chatUrl: string
  /** Any URL of users', likewise. */
  usersUrl: string
  /** The headers that make a request one of this identity's. */
  headersFor: HeadersFor
  /** Where events are published for those who joined their topics. */
  hub: TopicHub
  /** What the cursors of now are made with. */
  clock: Pick<Clock, 'nowMs'>
  logger: Logger
  limits?: RealtimeLimits
}

export interface Realtime extends MountedSubgraph {
  createContext: (identity: Identity) => Context
  presence: Pick<PresenceConnections, 'connect'>
}

/**
 * The realtime subgraph, to be mounted in a gateway's process: the Subscription type, and presence. It keeps nothing
 * but what Redis holds. Connections and hub stay the caller's; disposing it stops all work and takes this process's
 * connections out of presence.
 */
export async function createRealtime(options: RealtimeOptions): Promise<Realtime> {
  const { redis, channels, chatUrl, usersUrl, headersFor, hub, clock, logger, limits = REALTIME_LIMITS } = options
  const typeDefs = parse(await readSubgraphSdl(new URL('.', import.meta.url)))
  const schema = buildSubgraphSchema([{ typeDefs, resolvers }])
  const parts = new AsyncDisposableStack()

  const chat = parts.use(createRouteClient({ service: 'chat', url: chatUrl, headersFor, limits }))
  const users = parts.use(createRouteClient({ service: 'users', url: usersUrl, headersFor, limits }))
  const log = createEventLog(chat, limits)
  const topics = parts.use(createConversationTopics({ channels, hub, log, logger, limits }))
  const memberships = parts.use(createMembershipCheck({ log, channels, logger, limits }))

  const store = createPresenceStore(redis, limits)
  const policies = users.route(policiesRoute)
  const sight = parts.use(
    createSight({
      policies,
      acquaintances: chat.route(acquaintancesRoute),
      channels,
      limits,
    }),
  )
  const presenceTopics = parts.use(createPresenceTopics({ channels, hub, store, logger, limits }))
  const profileTopics = parts.use(createProfileTopics({ channels, hub, logger, limits }))
  const connections = parts.use(createPresenceConnections(redis, store, logger, limits))
  parts.use(startPresenceSweep(store, logger, limits))

  return {
    name: 'realtime',
    schema,
    fields: {
      conversation: createConversationField({ topics, log, limits }),
      inbox: createInboxField({ topics, log, channels, memberships, clock, logger, limits }),
      presence: createPresenceField({ topics: presenceTopics, store, sight, channels, logger, limits }),
      profiles: createProfilesField({ topics: profileTopics, policies }),
    },
    createContext(identity) {
      const load = createBatcher(createSeenPresence({ identity, sight, store, logger }), MAX_PRESENCE_USERS)
      return { identity, nowMs: clock.nowMs, presenceOf: async (userId) => (await load(userId)) ?? HIDDEN }
    },
    presence: { connect: connections.connect },
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  }
}
