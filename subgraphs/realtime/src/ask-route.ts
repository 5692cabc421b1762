import type { HeadersFor } from '@colloquy/platform/assertions'
import { setTimeout as delay } from 'node:timers/promises'
import { Agent, request } from 'undici'
import type { z } from 'zod'
import type { RealtimeLimits } from './limits.ts'
import { pauseAfter } from './retry.ts'

interface Route<Request, Response> {
  path: string
  request: z.ZodType<unknown, Request>
  response: z.ZodType<Response>
}

/** How a route of another service is asked. */
export type Ask<Contract extends { request: z.ZodType; response: z.ZodType }> = (
  body: z.input<Contract['request']>,
) => Promise<z.output<Contract['response']>>

export interface RouteClient extends AsyncDisposable {
  /** A function that asks a route; it throws when the service does not answer. */
  route: <Request, Response>(route: Route<Request, Response>) => (body: Request) => Promise<Response>
}

export interface RouteClientOptions {
  /** The service's name: whom the assertion is for, and what is said when it does not answer. */
  service: string
  /** Where it is: any URL of its, such as that of /graphql. */
  url: string
  headersFor: HeadersFor
  limits: RealtimeLimits
}

/**
 * Asks the routes of another service over kept connections, in the name of this one. All requests only read, so one that
 * fails is made again, a few times.
 */
export function createRouteClient({ service, url, headersFor, limits }: RouteClientOptions): RouteClient {
  const agent = new Agent({ connections: limits.serviceConnections, connectTimeout: limits.serviceTimeoutMs })
  return {
    route(contract) {
      const target = new URL(contract.path, url)
      const post = async (body: string) => {
        const response = await request(target, {
          dispatcher: agent,
          method: 'POST',
          headers: {
            ...headersFor({ kind: 'service', name: 'realtime' }, service),
            'content-type': 'application/json',
          },
          body,
          signal: AbortSignal.timeout(limits.serviceTimeoutMs),
        })
        if (response.statusCode !== 200) {
          await response.body.dump()
          throw new Error(`${service} answered ${response.statusCode} to ${contract.path}`)
        }
        return contract.response.parse(await response.body.json())
      }
      return async (body) => {
        const text = JSON.stringify(body)
        for (let attempt = 1; ; attempt += 1) {
          try {
            return await post(text)
          } catch (error) {
            if (attempt >= limits.serviceAttempts) {
              throw new Error(`${service} could not be asked at ${contract.path}`, { cause: error })
            }
            await delay(pauseAfter(attempt, limits))
          }
        }
      }
    },
    [Symbol.asyncDispose]: () => agent.destroy(),
  }
}
