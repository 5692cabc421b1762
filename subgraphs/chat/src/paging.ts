import { badUserInput } from '@colloquy/platform/errors'
import { z } from 'zod'

/** Most nodes in one page of anything. */
export const MAX_PAGE_SIZE = 100
/** How many nodes a page asks for. */
export const pageSize = z.int().min(1).max(MAX_PAGE_SIZE)

export interface Page<Node> {
  nodes: Node[]
  hasNextPage: boolean
  hasPreviousPage: boolean
}

/** A list that is paged. */
export interface List<Position extends (string | number)[]> {
  /** No two lists have the same. */
  name: string
  position: z.ZodType<Position>
}

const parts = z.tuple([z.string()]).rest(z.unknown())

/** An opaque position in that list and no other; clients can only hand it back. */
export const encodeCursor = ({ name }: { name: string }, position: (string | number)[]): string =>
  Buffer.from(JSON.stringify([name, ...position])).toString('base64url')

/**
 * The position that a cursor stands for; null when none is given. An empty one is none of any list.
 * @param argument the argument that carries the cursor, such as "after"
 * @throws DomainError BAD_USER_INPUT when it is no cursor of this list
 */
export function decodeCursor<Position extends (string | number)[]>(
  list: List<Position>,
  cursor: string | null | undefined,
  argument: string,
): Position | null {
  if (cursor === null || cursor === undefined) return null
  try {
    const [name, ...position] = parts.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
    if (name === list.name) return list.position.parse(position)
  } catch {
    // No cursor at all is refused as one of another list is.
  }
  throw badUserInput([{ path: [argument], message: 'This is no cursor of this list.' }])
}

/** A page in the shape that GraphQL clients know as a connection. */
export function toConnection<Node>(
  { nodes, hasNextPage, hasPreviousPage }: Page<Node>,
  cursorOf: (node: Node) => string,
) {
  const edges = nodes.map((node) => ({ node, cursor: cursorOf(node) }))
  return {
    edges,
    pageInfo: {
      hasNextPage,
      hasPreviousPage,
      startCursor: edges.at(0)?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  }
}

/** All of a list to who may not see what is in it. */
export const EMPTY_CONNECTION = toConnection<never>({ nodes: [], hasNextPage: false, hasPreviousPage: false }, String)
