import { readFile } from 'node:fs/promises'
import { createFederation } from '@colloquy/federation'
import type { Charges, Federation, SubscriptionObserver } from '@colloquy/federation'
import type { Clock } from '@colloquy/platform/clock'
import { maskError } from '@colloquy/platform/errors'
import type { Identity } from '@colloquy/platform/identity'
import type { Logger } from '@colloquy/platform/logger'
import type { RedisChannels } from '@colloquy/platform/redis-channels'
import type { RedisConnection } from '@colloquy/platform/redis'
import { createRealtime } from '@colloquy/realtime/realtime'
import type { Realtime } from '@colloquy/realtime/realtime'
import { RESUMABLE } from '@colloquy/realtime/subscriptions/resumable'
import type { Callers } from './admission/callers.ts'
import { scopesOf, viewerKey } from './identity/identify.ts'
import { landingPage } from './landing-page.ts'
import type { Limits } from './limits.ts'
import { readTrustedDocuments } from './trusted-documents.ts'
import type { TrustedDocumentFiles } from './trusted-documents.ts'
import { watchSupergraphFile } from './supergraph-file.ts'
import { CACHED_USERS, watchUsers } from './user-changes.ts'

export interface GraphOptions {
  supergraphPath: string
  routingUrls: { users: string; chat: string }
  redis: RedisConnection
  channels: RedisChannels
  clock: Clock
  headersFor: (identity: Identity, subgraph: string) => Record<string, string>
  callers: Callers
  charges: Charges<Identity>
  allowedOrigins: readonly string[]
  playgroundUrl?: string
  trustedDocuments?: TrustedDocumentFiles
  limits: Limits
  observer: SubscriptionObserver
  logger: Logger
}

export interface Graph extends AsyncDisposable {
  federation: Federation<Identity>
  presence: Realtime['presence']
}

/**
 * Opens the federation of what is Colloquy's: the supergraph of a file, for as long as it is open whatever the file comes to
 * hold; realtime mounted; and the users in events kept until they change.
 * @throws when the file, or a list of trusted documents, cannot be read or used
 */
export async function openGraph(options: GraphOptions): Promise<Graph> {
  const { supergraphPath, routingUrls, redis, channels, clock, headersFor, limits, logger } = options
  const { callers, charges, allowedOrigins, playgroundUrl, observer } = options
  await using stack = new AsyncDisposableStack()
  const supergraphSdl = await readFile(supergraphPath, 'utf8')
  const federation: Federation<Identity> = createFederation<Identity>({
    ...callers,
    supergraph: supergraphSdl,
    routingUrls,
    headersFor,
    sharedViewer: { kind: 'service', name: 'gateway' },
    scopesOf,
    viewerKey,
    resumable: RESUMABLE,
    cachedEntities: CACHED_USERS,
    watchEntity: watchUsers(channels, (userId) => federation.invalidateEntity('User', userId), logger),
    trustedDocuments: await readTrustedDocuments(options.trustedDocuments ?? { paths: [], only: false }),
    charges,
    limits,
    allowedOrigins,
    landingPage: landingPage(playgroundUrl),
    formatError: (formatted, error) => maskError(formatted, error, logger),
    observer,
    logger,
  })
  const realtime = stack.use(
    await createRealtime({
      redis,
      channels,
      clock,
      chatUrl: routingUrls.chat,
      usersUrl: routingUrls.users,
      headersFor,
      hub: federation.hub,
      logger,
    }),
  )
  federation.mount(realtime)
  // Its subscriptions end before what feeds them.
  stack.use(federation)
  stack.defer(channels.onGap(federation.clearEntities))
  stack.use(
    watchSupergraphFile({
      path: supergraphPath,
      current: supergraphSdl,
      replace: federation.replaceSupergraph,
      logger,
    }),
  )
  const owned = stack.move()
  return { federation, presence: realtime.presence, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}
