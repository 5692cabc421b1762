import { createAssertionVerifier } from '@colloquy/platform/assertions'
import type { Handler } from '@colloquy/platform/http-server'
import { sendJson, startHttpServer } from '@colloquy/platform/http-server'
import type { HttpServer } from '@colloquy/platform/http-server'
import { serveRoute } from '@colloquy/platform/internal-route'
import { createLogger } from '@colloquy/platform/logger'
import type { Logger } from '@colloquy/platform/logger'
import { migrate } from '@colloquy/platform/migrations'
import { connectMongodb } from '@colloquy/platform/mongodb'
import type { Service } from '@colloquy/platform/process'
import { connectRabbitmq } from '@colloquy/platform/rabbitmq'
import { createPublisher } from '@colloquy/platform/rabbitmq-publisher'
import { createUserLimit } from '@colloquy/platform/rate-limit'
import { connectRedis } from '@colloquy/platform/redis'
import { createSecurityLog } from '@colloquy/platform/security-log'
import { createSubgraph } from '@colloquy/platform/subgraph-server'
import { accessTokenRoute } from '@colloquy/schema/access-tokens'
import { mailQueues } from '@colloquy/schema/jobs'
import { policiesRoute } from '@colloquy/schema/people'
import { readSubgraphSdl } from '@colloquy/schema/subgraph-sdl'
import { createAccessTokens } from './access-tokens/access-tokens.ts'
import { accessTokenResolvers } from './access-tokens/resolvers.ts'
import { createAccessTokenStore } from './access-tokens/store.ts'
import type { UsersConfig } from './config.ts'
import type { Context } from './context.ts'
import { MIGRATIONS } from './migrations/migrations.ts'
import { createPrivacies } from './privacy/privacy.ts'
import { privacyResolvers } from './privacy/resolvers.ts'
import { createPrivacyStore } from './privacy/store.ts'
import { createPeopleSearch } from './profiles/people-search.ts'
import { createProfileLoader } from './profiles/loader.ts'
import { createProfiles } from './profiles/profiles.ts'
import { profileResolvers } from './profiles/resolvers.ts'
import { createProfileStore } from './profiles/store.ts'
import { PUBLIC_FIELDS } from './public-fields.ts'
import { createSignedTokens } from './sessions/signed-tokens.ts'
import { sessionResolvers } from './sessions/resolvers.ts'
import { createAnnouncer } from './sessions/announcer.ts'
import { createRevocations } from './sessions/revocations.ts'
import { createSessions } from './sessions/sessions.ts'
import { createSessionStore } from './sessions/store.ts'
import { createCodeMailer } from './sign-in/code-mail.ts'
import { createIpLimit } from './sign-in/ip-limits.ts'
import { signInResolvers } from './sign-in/resolvers.ts'
import { createSignIn } from './sign-in/sign-in.ts'
import { createCodeStore } from './sign-in/store.ts'
import { createUserTopic } from './user-topic.ts'

/** How long a gateway may keep the keys. */
const JWKS_MAX_AGE_SECONDS = 300

/** Starts the users subgraph: accounts, sign-in codes, sessions, profiles. Indexes are there before it listens. */
export async function startUsers(
  config: UsersConfig,
  logger: Logger = createLogger('users', config.logLevel),
): Promise<Service & Pick<HttpServer, 'url' | 'port'>> {
  await using starting = new AsyncDisposableStack()
  const securityLog = createSecurityLog(logger)
  const verifyAssertion = createAssertionVerifier({ audience: 'users', trusted: config.trusted, securityLog })
  const mongodb = starting.use(await connectMongodb(config.mongodbUrl))
  const redis = starting.use(await connectRedis(config.redisUrl, logger))
  const { send, dead } = mailQueues(config.mailQueuePrefix)
  const rabbitmq = starting.use(await connectRabbitmq(config.rabbitmqUrl, { queues: [send, dead], logger }))
  const publisher = starting.use(await createPublisher(rabbitmq))

  const userTopic = createUserTopic(redis, logger)
  await migrate(mongodb, MIGRATIONS, logger)
  const profileStore = await createProfileStore(mongodb)
  const privacyStore = await createPrivacyStore(mongodb)
  const privacies = createPrivacies({ store: privacyStore, profiles: profileStore, userTopic, securityLog })
  const addressSearches = createUserLimit(redis, {
    name: 'address-searches',
    points: config.addressSearchesPerDay,
    windowSeconds: 86_400,
    securityLog,
  })
  const searchPeople = createPeopleSearch({ store: profileStore, privacies, addressSearches })
  const profiles = createProfiles(profileStore, userTopic)
  const signedTokens = createSignedTokens(
    config.accessTokenPrivateKey,
    config.accessTokenIssuer,
    config.accessTokenOtherKeys,
    config.accessTokenSeconds,
  )
  const sessionStore = await createSessionStore(mongodb)
  const announcer = starting.use(createAnnouncer({ store: sessionStore, publisher, queue: send.name, logger }))
  const revocations = createRevocations(redis, userTopic)
  const sessions = createSessions({ store: sessionStore, signedTokens, revocations, announcer, securityLog })
  const accessTokenStore = await createAccessTokenStore(mongodb)
  const accessTokens = createAccessTokens({ store: accessTokenStore, sessions, revocations, securityLog })
  const signIn = createSignIn({
    store: createCodeStore(redis),
    mailer: createCodeMailer(publisher, send.name, config.mailCodeKey),
    profiles,
    sessions,
    pepper: config.codePepper,
    securityLog,
    limits: {
      codes: createIpLimit(redis, 'sign-in-codes', { perHour: config.ipLimits.codesPerHour, securityLog }),
      attempts: createIpLimit(redis, 'sign-in-attempts', { perHour: config.ipLimits.attemptsPerHour, securityLog }),
    },
  })

  const { Mutation: signInMutations } = signInResolvers(signIn)
  const { Mutation: sessionMutations, User: sessionFields, ...sessionTypes } = sessionResolvers(sessions)
  const { Mutation: profileMutations, User: profileFields, ...profileTypes } = profileResolvers(profiles, searchPeople)
  const { Mutation: privacyMutations, User: privacyFields } = privacyResolvers(privacies)
  const { Mutation: tokenMutations, User: tokenFields, ...tokenTypes } = accessTokenResolvers(accessTokens)
  const subgraph = starting.use(
    await createSubgraph<Context>({
      typeDefs: await readSubgraphSdl(new URL('.', import.meta.url)),
      resolvers: {
        ...sessionTypes,
        ...profileTypes,
        ...tokenTypes,
        User: { ...profileFields, ...privacyFields, ...sessionFields, ...tokenFields },
        Mutation: {
          ...signInMutations,
          ...sessionMutations,
          ...profileMutations,
          ...privacyMutations,
          ...tokenMutations,
        },
      },
      publicFields: PUBLIC_FIELDS,
      createContext: (identity) => ({ identity, profileLoader: createProfileLoader(profileStore) }),
      verifyAssertion,
      logger,
    }),
  )
  const serveJwks: Handler = (_, response) => {
    response.setHeader('cache-control', `public, max-age=${JWKS_MAX_AGE_SECONDS}`)
    sendJson(response, 200, signedTokens.jwks)
  }
  const server = starting.use(
    await startHttpServer({
      host: config.host,
      port: config.port,
      graceMs: config.shutdownGraceMs,
      logger,
      routes: {
        '/graphql': subgraph.handle,
        '/.well-known/jwks.json': serveJwks,
        ...serveRoute(policiesRoute, verifyAssertion, async ({ userIds }) => ({
          policies: await privacies.policies(userIds),
        })),
        ...serveRoute(accessTokenRoute, verifyAssertion, async ({ hash }) => ({ token: await accessTokens.use(hash) })),
      },
      ready: { mongodb: mongodb.ready, redis: redis.ready, rabbitmq: rabbitmq.ready },
    }),
  )
  const running = starting.move()
  const { shutdownGraceMs } = config
  return { url: server.url, port: server.port, shutdownGraceMs, [Symbol.asyncDispose]: () => running.disposeAsync() }
}
