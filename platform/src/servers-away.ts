import { OperationTypeNode, defaultFieldResolver, isIntrospectionType, isObjectType } from 'graphql'
import type { GraphQLResolveInfo, GraphQLSchema } from 'graphql'
import { outcomeUnknown, serviceUnavailable } from './errors.ts'
import { isMongodbAway } from './mongodb.ts'
import { isRedisAway } from './redis.ts'

/**
 * Makes every field of a schema say SERVICE_UNAVAILABLE where MongoDB or Redis could not be asked. Changes the schema in place.
 */
export function tellServersAway(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || isIntrospectionType(type)) continue
    for (const field of Object.values(type.getFields())) {
      const { resolve } = field
      if (!resolve || resolve === defaultFieldResolver) continue
      field.resolve = (source, args, context, info) => {
        const result: unknown = resolve(source, args, context, info)
        return result instanceof Promise ? result.catch((error: unknown) => rethrow(error, info)) : result
      }
    }
  }
}

/** What a mutation did before is not taken back, so its error does not say that nothing was done. */
function rethrow(error: unknown, { operation }: GraphQLResolveInfo): never {
  if (!isMongodbAway(error) && !isRedisAway(error)) throw error
  throw operation.operation === OperationTypeNode.MUTATION ? outcomeUnknown(error) : serviceUnavailable(error)
}
