import type { GraphQLSchema } from 'graphql'
import { wrapResolvers } from './wrap-resolvers.ts'

/** Where an execution's context value has the signal that is aborted when nobody waits for its answer any more. */
export const ABANDONED = Symbol('abandoned')

/** Nobody waits for the answer any more. */
export class RequestAbandonedError extends Error {
  override name = 'RequestAbandonedError'
}

/**
 * Makes every field of a schema refuse to resolve once nobody waits for the answer: graphql-js 16 cannot be stopped, but
 * without resolvers no loader and no store is asked for more. Changes the schema in place.
 */
export function stopAbandonedRequests(schema: GraphQLSchema): void {
  wrapResolvers<{ [ABANDONED]?: AbortSignal }>(schema, (resolve) => (source, args, context, info) => {
    if (context[ABANDONED]?.aborted) throw new RequestAbandonedError('The request was abandoned.')
    return resolve(source, args, context, info)
  })
}
