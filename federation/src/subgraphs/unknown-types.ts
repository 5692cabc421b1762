import { isInterfaceType, Kind, parse } from 'graphql'
import type { GraphQLSchema, SelectionSetNode } from 'graphql'
import { z } from 'zod'
import { FederationError } from '../plan/errors.ts'
import type { SubgraphAnswer } from './subgraph.ts'

const representation = z.looseObject({ __typename: z.string() })

/**
 * Adds an error for each interface object that the subgraph does not know although it is asked for its type. Without a type
 * nobody can tell which fragments apply to it, and the executor would leave them out without a word.
 */
export function withUnknownTypes(
  answer: SubgraphAnswer,
  { subgraph, query, representations, schema }: UnknownTypesRequest,
): SubgraphAnswer {
  const entities: unknown = answer.data?._entities
  if (!Array.isArray(entities) || !Array.isArray(representations) || !entities.includes(null)) return answer
  const failed = new Set(answer.errors?.map(({ path }) => path?.[1]))
  const asked = new Set(typesAskedFor(query))
  const unknown = entities.flatMap((entity, index) => {
    const type = representation.safeParse(representations[index]).data?.__typename ?? ''
    if (entity !== null || failed.has(index) || !asked.has(type) || !isInterfaceType(schema.getType(type))) return []
    const message = `The type of this ${type} is unknown, because the subgraph "${subgraph}" has no such ${type}.`
    return [new FederationError('INTERNAL_SERVER_ERROR', message, { path: ['_entities', index] })]
  })
  return unknown.length === 0 ? answer : { ...answer, errors: [...(answer.errors ?? []), ...unknown] }
}

interface UnknownTypesRequest {
  /** The name of the one that answered. */
  subgraph: string
  query: string
  representations: unknown
  /** The supergraph's. */
  schema: GraphQLSchema
}

/** The types on which a fetch of entities selects `__typename`: the planner does so to find out what an interface object is. */
function typesAskedFor(query: string): string[] {
  const read = ({ selections }: SelectionSetNode, type?: string): string[] =>
    selections.flatMap((selection) => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return []
      if (selection.kind === Kind.INLINE_FRAGMENT)
        return read(selection.selectionSet, selection.typeCondition?.name.value)
      if (type !== undefined) return selection.name.value === '__typename' ? [type] : []
      return selection.name.value === '_entities' && selection.selectionSet ? read(selection.selectionSet) : []
    })
  return parse(query, { noLocation: true }).definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? read(definition.selectionSet) : [],
  )
}
