import { cloneJson } from './clone-json.ts'
import type { AskSubgraph, SubgraphAnswer } from './subgraph.ts'

/**
 * Asks for each entity once, however often it is wanted: a page of messages names its few senders many times, and the
 * executor sends a representation for each.
 */
export function withUniqueRepresentations<Viewer>(ask: AskSubgraph<Viewer>): AskSubgraph<Viewer> {
  return async (request) => {
    const { representations } = request.variables
    if (!Array.isArray(representations) || representations.length < 2) return ask(request)
    const positions = new Map<string, number[]>()
    for (const [index, representation] of representations.entries()) {
      const key = JSON.stringify(representation)
      const at = positions.get(key)
      if (at) at.push(index)
      else positions.set(key, [index])
    }
    if (positions.size === representations.length) return ask(request)
    const groups = [...positions.values()]
    const answer = await ask({
      ...request,
      variables: { ...request.variables, representations: groups.map(([first = 0]) => representations[first]) },
    })
    return spread(answer, groups, representations.length)
  }
}

/** Puts each entity, and each error in one, at all the places where it was wanted. */
function spread({ data, errors }: SubgraphAnswer, groups: readonly number[][], count: number): SubgraphAnswer {
  const entities: unknown = data?._entities
  const spreadEntities = Array.isArray(entities) && {
    _entities: groups.reduce<unknown[]>(
      (all, places, index) => {
        // The executor merges further answers into each, so no two places may share one.
        for (const [nth, place] of places.entries())
          all[place] = nth === 0 ? entities[index] : cloneJson(entities[index])
        return all
      },
      Array.from({ length: count }),
    ),
  }
  const spreadErrors = errors?.flatMap((error) => {
    const [root, index, ...rest] = error.path ?? []
    const places = root === '_entities' && typeof index === 'number' ? groups[index] : undefined
    if (!places) return [error]
    return places.map((place) => ({ ...plain(error), path: ['_entities', place, ...rest] }))
  })
  return { data: spreadEntities ? { ...data, ...spreadEntities } : data, ...(spreadErrors && { errors: spreadErrors }) }
}

/** Of a GraphQLError, whose fields are not all its own, or of its plain form. */
function plain({ message, locations, extensions }: NonNullable<SubgraphAnswer['errors']>[number]) {
  return { message, ...(locations && { locations }), ...(extensions && { extensions }) }
}
