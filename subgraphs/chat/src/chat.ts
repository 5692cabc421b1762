import { createAssertions, createAssertionVerifier } from '@colloquy/platform/assertions'
import { startClock } from '@colloquy/platform/clock'
import { startHttpServer } from '@colloquy/platform/http-server'
import type { HttpServer } from '@colloquy/platform/http-server'
import { serveRoute } from '@colloquy/platform/internal-route'
import { createLogger } from '@colloquy/platform/logger'
import type { Logger } from '@colloquy/platform/logger'
import { migrate } from '@colloquy/platform/migrations'
import { connectMongodb } from '@colloquy/platform/mongodb'
import type { Service } from '@colloquy/platform/process'
import { connectRedis, redisTimeMs } from '@colloquy/platform/redis'
import { createRedisChannels } from '@colloquy/platform/redis-channels'
import { createS3Bucket } from '@colloquy/platform/s3'
import { createSecurityLog } from '@colloquy/platform/security-log'
import { createSubgraph } from '@colloquy/platform/subgraph-server'
import { MAX_CLOCK_DIFFERENCE_MS } from '@colloquy/schema/event-log'
import { acquaintancesRoute } from '@colloquy/schema/people'
import { readSubgraphSdl } from '@colloquy/schema/subgraph-sdl'
import { createAttachments } from './attachments/attachments.ts'
import { createUploadLimits } from './attachments/limits.ts'
import { createAttachmentStore } from './attachments/store.ts'
import { createUploadSweep } from './attachments/sweep.ts'
import type { ChatConfig } from './config.ts'
import type { Context } from './context.ts'
import { createConversations } from './conversations/conversations.ts'
import { createConversationStore } from './conversations/store.ts'
import type { LogEntry } from './events/entry.ts'
import { createEventLog } from './events/log.ts'
import { createPayloads } from './events/payloads.ts'
import { createPublisher } from './events/publish.ts'
import { createBytesOf } from './events/page.ts'
import { createEventLogReading } from './events/reading.ts'
import { eventLogRoutes } from './events/routes.ts'
import { createEventStore } from './events/store.ts'
import { shareTextBytes } from './events/text-bytes.ts'
import { startSweep } from './events/sweep.ts'
import { createLoaders } from './loaders.ts'
import { createGroups } from './members/groups.ts'
import { createMemberStore } from './members/store.ts'
import { createMessageChanges } from './messages/message-changes.ts'
import { forgetDeleted } from './messages/forget-deleted.ts'
import { createMessages } from './messages/messages.ts'
import { createMessageStore } from './messages/store.ts'
import { MIGRATIONS } from './migrations/migrations.ts'
import { createDiscretion } from './people/discretion.ts'
import { createInvitationLimits, createInvitations } from './people/invitations.ts'
import { createPublishReadMark } from './reads/publish-read-mark.ts'
import { createReadMarks } from './reads/read-marks.ts'
import { createReactionStore } from './reactions/store.ts'
import { createReads } from './reads/reads.ts'
import { createResolvers } from './resolvers.ts'
import { createUsers } from './users.ts'
import { PUBLIC_FIELDS } from './visibility/public-fields.ts'

/** Starts the chat subgraph: /graphql for the gateway, the event log for realtime. Disposing it drains and ends it. */
export async function startChat(
  config: ChatConfig,
  logger: Logger = createLogger('chat', config.logLevel),
): Promise<HttpServer & Service> {
  await using stack = new AsyncDisposableStack()
  const securityLog = createSecurityLog(logger)
  const verifyAssertion = createAssertionVerifier({ audience: 'chat', trusted: config.trusted, securityLog })
  const mongodb = stack.use(await connectMongodb(config.mongodbUrl))
  const redis = stack.use(await connectRedis(config.redisUrl, logger))
  const readReferenceMs = () => redisTimeMs(redis)
  const clock = stack.use(await startClock({ readReferenceMs, maxDifferenceMs: MAX_CLOCK_DIFFERENCE_MS, logger }))
  const bucket = stack.use(createS3Bucket(config.s3))

  await migrate(mongodb, MIGRATIONS, logger)
  const stores = {
    events: createEventStore(mongodb),
    conversations: createConversationStore(mongodb),
    members: createMemberStore(mongodb),
    messages: createMessageStore(mongodb),
    attachments: createAttachmentStore(mongodb),
    reactions: createReactionStore(mongodb),
  }
  const { events, conversations, members } = stores
  await Promise.all(Object.values(stores).map((store) => store.ensureIndexes()))

  const channels = stack.use(createRedisChannels(stack.use(await connectRedis(config.redisUrl, logger)), logger))
  const headersFor = createAssertions({ issuer: 'chat', privateKey: config.assertionKey })
  const users = stack.use(createUsers(config.usersUrl, headersFor, channels))
  const discretion = createDiscretion({ conversations, policiesOf: users.policiesOf })
  const invitationLimits = createInvitationLimits(redis, config.invitations, securityLog)
  const invitations = createInvitations({ users, members, limits: invitationLimits })
  const publisher = createPublisher(redis, logger)
  const { transient: publishTransient, toUser: publishToUser } = publisher
  const readMarks = stack.use(
    createReadMarks(createPublishReadMark({ discretion, publishTransient, publishToUser, logger })),
  )
  const projection = {
    appliedSeq: (id: string) => conversations.appliedSeq(id),
    project: async (entries: LogEntry[]) => {
      const readActivity = async () => conversations.activityOf(entries.at(0)?.conversationId ?? '')
      const departed = members.project(entries, readActivity)
      // What is told of a message that has changed depends on who has left: see payloads.ts.
      if (entries.some(({ type }) => type === 'MembersChanged')) await departed
      await Promise.all([stores.messages.project(entries), stores.reactions.project(entries), departed])
      // Files after their message, which the sweep asks whether it has them.
      await forgetDeleted(entries, stores)
      // Last, since its lastSeq says that all the rest is there.
      await conversations.project(entries)
    },
  }
  const payloadsOf = createPayloads(stores)
  const publishEvents = publisher.events
  const log = stack.use(
    createEventLog({ store: events, clock, projection, payloadsOf, publishEvents, securityLog, logger }),
  )
  const attachments = createAttachments({
    store: stores.attachments,
    bucket,
    limits: createUploadLimits(redis, config.uploadLimits, securityLog),
  })
  const sweepUploads = createUploadSweep(stores.attachments, bucket, async (clientKey, id) => {
    const entry = await events.byClientKey(clientKey)
    if (entry === null || entry.type === 'UnknownEvent') return entry !== null
    if (entry.type !== 'MessageSent') return false
    const [message] = await stores.messages.byIds([entry.body.messageId])
    return (message ?? entry.body).attachmentIds.includes(id)
  })
  const chat = {
    conversations: createConversations({ store: conversations, log, invitations }),
    groups: createGroups({ store: members, conversations, log, invitations }),
    messages: createMessages({ store: stores.messages, members, attachments, discretion, log, readMarks }),
    messageChanges: createMessageChanges({
      store: stores.messages,
      reactions: stores.reactions,
      members,
      discretion,
      log,
    }),
    reads: createReads({ members, conversations, events, readMarks, discretion, publish: publishTransient }),
    attachments,
    stores,
  }
  const sweep = async (olderThanMs: number) => {
    await Promise.all([chat.conversations.finishFoundings(olderThanMs), log.sweep(olderThanMs)])
  }
  stack.use(startSweep(sweep, logger))
  stack.use(startSweep(() => sweepUploads(), logger))

  const subgraph = stack.use(
    await createSubgraph<Context>({
      typeDefs: await readSubgraphSdl(new URL('.', import.meta.url)),
      resolvers: createResolvers(chat),
      publicFields: PUBLIC_FIELDS,
      createContext: (identity) => ({
        identity,
        loaders: createLoaders({ ...stores, users }, identity.kind === 'user' ? identity.userId : null),
      }),
      verifyAssertion,
      logger,
    }),
  )
  const reading = createEventLogReading({
    events,
    conversations,
    members,
    payloadsOf,
    bytesOf: createBytesOf(shareTextBytes((ids) => stores.messages.textBytes(ids))),
  })
  const http = stack.use(
    await startHttpServer({
      host: config.host,
      port: config.port,
      logger,
      routes: {
        '/graphql': subgraph.handle,
        ...eventLogRoutes(reading, verifyAssertion),
        ...serveRoute(acquaintancesRoute, verifyAssertion, async ({ userId, otherIds }) => ({
          knownIds: [...(await members.acquaintances(userId, otherIds))],
        })),
      },
      ready: { mongodb: mongodb.ready, redis: redis.ready, clock: clock.ready, s3: bucket.ready },
      graceMs: config.shutdownGraceMs,
    }),
  )
  const resources = stack.move()
  return { ...http, shutdownGraceMs: config.shutdownGraceMs, [Symbol.asyncDispose]: () => resources.disposeAsync() }
}
