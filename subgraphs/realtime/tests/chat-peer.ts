import { readBody, sendJson, startHttpServer } from '@colloquy/platform/http-server'
import type { Handler } from '@colloquy/platform/http-server'
import type { Logger } from '@colloquy/platform/logger'
import { eventsAtRoute, eventsRoute, headsRoute, membershipsRoute, missedPlacesRoute } from '@colloquy/schema/event-log'
import type { MissedPlace } from '@colloquy/schema/event-log'
import { acquaintancesRoute, policiesRoute } from '@colloquy/schema/people'
import type { Policy } from '@colloquy/schema/people'
import { conversationTopic, userTopic } from '@colloquy/schema/topics'
import { durableEvent } from '@colloquy/schema/events/durable-event'
import type { DurableEvent } from '@colloquy/schema/events/durable-event'
import type { Redis } from 'ioredis'
import type { z } from 'zod'

interface Membership {
  userId: string
  conversationId: string
  joinedSeq: number
  leftSeq?: number
}

/**
 * Chat and users as realtime knows them: routes over HTTP, answered from memory, and what they publish on Redis. Everybody has an
 * account but those whose id begins with "nobody".
 */
export interface ChatPeer extends AsyncDisposable {
  url: string
  /** Appends a message; published unless told otherwise. */
  say: (conversationId: string, options?: { publish?: boolean; atMs?: number }) => Promise<DurableEvent>
  /** Appends an event as a newer version of chat would, of a type that this one does not know. */
  sayUnknown: (conversationId: string, options?: { publish?: boolean }) => Promise<DurableEvent>
  /** Changes the text of a message that was sent, as a later event would. */
  edit: (event: DurableEvent, text: string, version: number) => void
  join: (conversationId: string, userIds: string[], options?: { publish?: boolean }) => Promise<DurableEvent>
  leave: (conversationId: string, userId: string, options?: { publish?: boolean }) => Promise<DurableEvent>
  /** Publishes an event of the log, perhaps again. */
  publish: (event: DurableEvent) => Promise<void>
  logOf: (conversationId: string) => DurableEvent[]
  /** Gives a user another policy than by default. */
  setPolicy: (userId: string, policy: Partial<Policy>, options?: { publish?: boolean }) => Promise<void>
  /** How many events fit into a page. */
  pageSize: number
  /** Called before each answer, with the route's path; may delay it, or refuse it by throwing. */
  onRequest: (path: string) => Promise<void> | void
  /** Requests answered, by path. */
  answered: Map<string, number>
}

export async function startChatPeer(redis: Redis, logger: Logger): Promise<ChatPeer> {
  const logs = new Map<string, DurableEvent[]>()
  const memberships: Membership[] = []
  const policies = new Map<string, Partial<Policy>>()
  /** What is sent of an event, where it is not the event as it is read. */
  const sentInstead = new Map<DurableEvent, z.input<typeof durableEvent>>()
  const sentOf = (event: DurableEvent) => sentInstead.get(event) ?? event

  const logOf = (conversationId: string) => logs.get(conversationId) ?? []
  const append = (event: DurableEvent) => {
    logs.set(event.conversationId, [...logOf(event.conversationId), event])
    return event
  }
  const publish = async (event: DurableEvent) => {
    await redis.publish(conversationTopic(event.conversationId), JSON.stringify(sentOf(event)))
    if (event.type !== 'MembersChanged') return
    const { conversationId, seq } = event
    const tell = (userId: string, type: string) =>
      redis.publish(userTopic(userId), JSON.stringify({ type, conversationId, seq }))
    await Promise.all([
      ...event.joinedIds.map((userId) => tell(userId, 'MembershipBegan')),
      ...event.leftIds.map((userId) => tell(userId, 'MembershipEnded')),
    ])
  }
  const next = (conversationId: string, atMs = Date.now()) => ({
    conversationId,
    seq: logOf(conversationId).length + 1,
    atMs,
  })
  const ranges = (userId: string) =>
    memberships.filter((membership) => membership.userId === userId).map((membership) => ({ ...membership }))

  const peer: Omit<ChatPeer, 'url' | typeof Symbol.asyncDispose> = {
    async say(conversationId, { publish: isPublished = true, atMs } = {}) {
      const place = next(conversationId, atMs)
      const message = {
        id: crypto.randomUUID(),
        seq: place.seq,
        version: place.seq,
        conversationId,
        senderId: 'somebody',
        clientId: crypto.randomUUID(),
        text: `message ${place.seq}`,
        attachments: [],
        quote: null,
        sentAt: new Date(place.atMs).toISOString(),
        editedAt: null,
        deletedAt: null,
        reactions: [],
      }
      const event = append({ type: 'MessageSent', typeVersion: 2, ...place, message })
      if (isPublished) await publish(event)
      return event
    },
    async sayUnknown(conversationId, { publish: isPublished = true } = {}) {
      const place = next(conversationId)
      const pinned = { type: 'MessagePinned', typeVersion: 3, ...place, messageId: crypto.randomUUID() }
      const event = append(durableEvent.parse(pinned))
      sentInstead.set(event, pinned)
      if (isPublished) await publish(event)
      return event
    },
    edit(event, text, version) {
      if (event.type !== 'MessageSent') throw new Error('Only messages have a text.')
      sentInstead.set(event, { ...event, message: { ...event.message, text, version } })
    },
    async join(conversationId, userIds, { publish: isPublished = true } = {}) {
      const place = next(conversationId)
      memberships.push(...userIds.map((userId) => ({ userId, conversationId, joinedSeq: place.seq })))
      const event = append({
        type: 'MembersChanged',
        typeVersion: 1,
        ...place,
        joinedIds: userIds,
        leftIds: [],
        byId: null,
      })
      if (isPublished) await publish(event)
      return event
    },
    async leave(conversationId, userId, { publish: isPublished = true } = {}) {
      const place = next(conversationId)
      const current = memberships.find(
        (membership) =>
          membership.userId === userId && membership.conversationId === conversationId && !membership.leftSeq,
      )
      if (current) current.leftSeq = place.seq
      const event = append({
        type: 'MembersChanged',
        typeVersion: 1,
        ...place,
        joinedIds: [],
        leftIds: [userId],
        byId: userId,
      })
      if (isPublished) await publish(event)
      return event
    },
    publish,
    logOf,
    async setPolicy(userId, policy, { publish: isPublished = true } = {}) {
      policies.set(userId, policy)
      if (isPublished) await redis.publish(userTopic(userId), JSON.stringify({ type: 'PrivacyChanged' }))
    },
    pageSize: Infinity,
    onRequest: () => undefined,
    answered: new Map(),
  }

  const route = <Request, Response>(
    contract: { path: string; request: z.ZodType<Request>; response: z.ZodType<unknown, Response> },
    answer: (request: Request) => Response,
  ): [string, Handler] => [
    contract.path,
    async (request, response) => {
      const body = contract.request.parse(JSON.parse(await readBody(request, 1_000_000)))
      await peer.onRequest(contract.path)
      peer.answered.set(contract.path, (peer.answered.get(contract.path) ?? 0) + 1)
      sendJson(response, 200, answer(body))
    },
  ]
  const server = await startHttpServer({
    host: '127.0.0.1',
    port: 0,
    logger,
    ready: {},
    graceMs: 100,
    routes: Object.fromEntries([
      route(membershipsRoute, ({ userId, conversationId }) => ({
        memberships: ranges(userId)
          .filter(({ leftSeq }) => leftSeq === undefined)
          .filter((membership) => conversationId === undefined || membership.conversationId === conversationId)
          .map((membership) => ({ ...membership, headSeq: logOf(membership.conversationId).length })),
      })),
      route(headsRoute, ({ conversationIds }) => ({
        heads: conversationIds
          .filter((conversationId) => logs.has(conversationId))
          .map((conversationId) => ({ conversationId, headSeq: logOf(conversationId).length })),
      })),
      route(eventsRoute, ({ conversationId, afterSeq, upToSeq = Infinity, limit }) => ({
        events: logOf(conversationId)
          .filter(({ seq }) => seq > afterSeq && seq <= upToSeq)
          .slice(0, Math.min(limit, peer.pageSize))
          .map(sentOf),
        headSeq: logOf(conversationId).length,
      })),
      route(policiesRoute, ({ userIds }) => ({
        policies: userIds
          .filter((userId) => !userId.startsWith('nobody'))
          .map((userId) => ({
            userId,
            presenceVisible: true,
            readReceipts: true,
            whoMayInvite: 'EVERYBODY' as const,
            blockedIds: [],
            ...policies.get(userId),
          })),
      })),
      route(acquaintancesRoute, ({ userId, otherIds }) => {
        const current = (id: string) => ranges(id).filter(({ leftSeq }) => leftSeq === undefined)
        const own = new Set(current(userId).map(({ conversationId }) => conversationId))
        return { knownIds: otherIds.filter((id) => current(id).some(({ conversationId }) => own.has(conversationId))) }
      }),
      route(missedPlacesRoute, ({ userId, sinceMs, seen }) => ({
        expired: false as const,
        places: ranges(userId).flatMap(({ conversationId, joinedSeq, leftSeq = Infinity }) => {
          const seenSeq = seen.find((position) => position.conversationId === conversationId)?.seq ?? 0
          return logOf(conversationId)
            .filter(({ seq, atMs }) => seq >= joinedSeq && seq <= leftSeq && seq > seenSeq && atMs >= sinceMs)
            .map((event) => placeOf(event, userId))
        }),
      })),
      route(eventsAtRoute, ({ places }) => ({
        events: places
          .slice(0, peer.pageSize)
          .flatMap(({ conversationId, seq }) => logOf(conversationId)[seq - 1] ?? [])
          .map(sentOf),
      })),
    ]),
  })
  return Object.assign(peer, {
    url: `${server.url}/graphql`,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  })
}

function placeOf(event: DurableEvent, userId: string): MissedPlace {
  const { conversationId, seq, atMs } = event
  const place = { conversationId, seq, atMs }
  if (event.type !== 'MembersChanged') return place
  if (event.leftIds.includes(userId)) return { ...place, membership: 'ended' }
  return event.joinedIds.includes(userId) ? { ...place, membership: 'began' } : place
}
