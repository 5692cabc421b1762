import type { ApolloServerPlugin } from '@apollo/server'
import type { GraphQLFormattedError } from 'graphql'
import type { Charges } from '../operations/charges.ts'
import { costHeaders } from './cost-headers.ts'
import type { HttpContext } from './http-plugins.ts'

/**
 * Tells what an operation cost and what is left: in `extensions.cost`, and in the headers RateLimit and RateLimit-Policy. Where
 * anything in the answer was RATE_LIMITED, Retry-After says when all of it can be asked for again.
 */
export function tellCosts(charges: Charges): ApolloServerPlugin<HttpContext> {
  return {
    requestDidStart: async () => ({
      async willSendResponse({ response, contextValue }) {
        const { headers } = response.http
        for (const [name, value] of costHeaders(charges.allowance(contextValue.identity))) headers.set(name, value)
        if (response.body.kind !== 'single') return
        const { singleResult } = response.body
        const { cost } = contextValue
        if (cost) singleResult.extensions = { ...singleResult.extensions, cost }
        const delays = (singleResult.errors ?? []).filter(isRateLimited).map(({ extensions }) => extensions?.retryAfter)
        const seconds = Math.max(0, ...delays.filter((delay) => typeof delay === 'number'))
        if (seconds > 0) headers.set('retry-after', String(seconds))
      },
    }),
  }
}

export const isRateLimited = ({ extensions }: GraphQLFormattedError): boolean => extensions?.code === 'RATE_LIMITED'
