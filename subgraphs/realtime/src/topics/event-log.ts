import type { HeadersFor } from '@colloquy/platform/assertions'
import { eventsRoute, headsRoute, membershipsRoute, missedRoute } from '@colloquy/schema/event-log'
import type { DurableEvent } from '@colloquy/schema/topics'
import { LRUCache } from 'lru-cache'
import { setTimeout as delay } from 'node:timers/promises'
import { Agent, request } from 'undici'
import type { z } from 'zod'
import type { RealtimeLimits } from '../limits.ts'
import { pauseAfter } from '../retry.ts'

interface Route<Request, Response> {
  path: string
  request: z.ZodType<unknown, Request>
  response: z.ZodType<Response>
}

type Ask<Contract extends { request: z.ZodType; response: z.ZodType }> = (
  body: z.input<Contract['request']>,
) => Promise<z.output<Contract['response']>>

/** The event log of chat, as schema/src/event-log.ts describes it. All methods throw when chat does not answer. */
export interface EventLog extends AsyncDisposable {
  memberships: Ask<typeof membershipsRoute>
  heads: Ask<typeof headsRoute>
  events: Ask<typeof eventsRoute>
  missed: Ask<typeof missedRoute>
}

export interface EventLogOptions {
  /** Where chat is: any URL of its, such as that of /graphql. */
  chatUrl: string
  headersFor: HeadersFor
  limits: RealtimeLimits
}

/**
 * Reads chat's event log over kept connections, in the name of this service. All requests only read, so one that
 * fails is made again, a few times.
 */
export function createEventLog({ chatUrl, headersFor, limits }: EventLogOptions): EventLog {
  const agent = new Agent({ connections: limits.chatConnections, connectTimeout: limits.chatTimeoutMs })

  const ask = <Request, Response>(route: Route<Request, Response>) => {
    const url = new URL(route.path, chatUrl)
    const post = async (body: string) => {
      const response = await request(url, {
        dispatcher: agent,
        method: 'POST',
        headers: { ...headersFor({ kind: 'service', name: 'realtime' }, 'chat'), 'content-type': 'application/json' },
        body,
        signal: AbortSignal.timeout(limits.chatTimeoutMs),
      })
      if (response.statusCode !== 200) {
        await response.body.dump()
        throw new Error(`chat answered ${response.statusCode} to ${route.path}`)
      }
      return route.response.parse(await response.body.json())
    }
    return async (body: Request): Promise<Response> => {
      const text = JSON.stringify(body)
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await post(text)
        } catch (error) {
          if (attempt >= limits.chatAttempts) {
            throw new Error(`The event log could not be read at ${route.path}`, { cause: error })
          }
          await delay(pauseAfter(attempt, limits))
        }
      }
    }
  }
  const memberships = ask(membershipsRoute)
  const heads = ask(headsRoute)
  const events = ask(eventsRoute)
  const missed = ask(missedRoute)

  /** What was read lately, so that many who resume get the same objects, and the gateway renders each of them once. */
  const recent = new LRUCache<string, DurableEvent>({ max: limits.maxRecentEvents })
  const same = (event: DurableEvent): DurableEvent => {
    const key = `${event.conversationId} ${event.seq}`
    const known = recent.get(key)
    if (known) return known
    recent.set(key, event)
    return event
  }
  return {
    memberships,
    heads,
    async events(body) {
      const page = await events(body)
      return { ...page, events: page.events.map(same) }
    },
    async missed(body) {
      const found = await missed(body)
      return found.expired ? found : { ...found, events: found.events.map(same) }
    },
    [Symbol.asyncDispose]: () => agent.destroy(),
  }
}
