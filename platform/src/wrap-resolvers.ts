import { defaultFieldResolver, isIntrospectionType, isObjectType } from 'graphql'
import type { GraphQLFieldResolver, GraphQLSchema } from 'graphql'

/**
 * Puts what `wrap` returns in place of each field's resolver, but for introspection. Changes the schema in place.
 * @param wrap gets a field's resolver, which is graphql-js's own where it has none, and its coordinate, such as `User.name`
 */
export function wrapResolvers<Context>(
  schema: GraphQLSchema,
  wrap: (resolve: GraphQLFieldResolver<unknown, Context>, coordinate: string) => GraphQLFieldResolver<unknown, Context>,
): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || isIntrospectionType(type)) continue
    for (const field of Object.values(type.getFields())) {
      field.resolve = wrap(field.resolve ?? defaultFieldResolver, `${type.name}.${field.name}`)
    }
  }
}
