import { OperationTypeNode, defaultFieldResolver } from 'graphql'
import type { GraphQLResolveInfo, GraphQLSchema } from 'graphql'
import { outcomeUnknown, serviceUnavailable } from './errors.ts'
import { isMongodbAway } from './mongodb.ts'
import { isRedisAway } from './redis.ts'
import { wrapResolvers } from './wrap-resolvers.ts'

/**
 * Makes every field of a schema say SERVICE_UNAVAILABLE where MongoDB or Redis could not be asked. Changes the schema in place.
 */
export function tellServersAway(schema: GraphQLSchema): void {
  wrapResolvers(schema, (resolve) => {
    if (resolve === defaultFieldResolver) return resolve
    return (source, args, context, info) => {
      const result: unknown = resolve(source, args, context, info)
      return result instanceof Promise ? result.catch((error: unknown) => rethrow(error, info)) : result
    }
  })
}

/** What a mutation did before is not taken back, so its error does not say that nothing was done. */
function rethrow(error: unknown, { operation }: GraphQLResolveInfo): never {
  if (!isMongodbAway(error) && !isRedisAway(error)) throw error
  throw operation.operation === OperationTypeNode.MUTATION ? outcomeUnknown(error) : serviceUnavailable(error)
}
