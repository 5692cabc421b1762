import { isObjectType } from 'graphql'
import type { GraphQLSchema } from 'graphql'
import { forbidden } from './errors.ts'
import type { Identity } from './identity.ts'
import { wrapResolvers } from './wrap-resolvers.ts'

/** The fields of each type that a service may read, since what it reads may go to many viewers. */
export type PublicFields = Readonly<Record<string, readonly string[]>>

/** What federation itself asks of a subgraph. */
const FEDERATION_FIELDS: PublicFields = { Query: ['_entities', '_service'], _Service: ['sdl'] }

/**
 * Makes every field refuse a service, but for those listed: a field that nobody has thought of is closed. Changes the
 * schema in place; the context of its executions must hold the identity of who asks.
 * @throws Error when a field is listed that there is not
 */
export function refuseServices(schema: GraphQLSchema, publicFields: PublicFields): void {
  const isPublic = new Set(coordinatesOf(publicFields))
  for (const coordinate of isPublic) {
    const [type = '', field = ''] = coordinate.split('.')
    const found = schema.getType(type)
    if (!isObjectType(found) || !found.getFields()[field]) throw new Error(`There is no field ${coordinate}.`)
  }
  for (const coordinate of coordinatesOf(FEDERATION_FIELDS)) isPublic.add(coordinate)
  wrapResolvers<{ identity: Identity }>(schema, (resolve, coordinate) => {
    if (isPublic.has(coordinate)) return resolve
    return (source, args, context, info) => {
      if (context.identity.kind !== 'service') return resolve(source, args, context, info)
      throw forbidden(`${coordinate} is for one viewer and cannot be shared.`)
    }
  })
}

const coordinatesOf = (fields: PublicFields): string[] =>
  Object.entries(fields).flatMap(([type, names]) => names.map((name) => `${type}.${name}`))
