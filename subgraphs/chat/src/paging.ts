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

/** An opaque position in a list; clients can only hand it back. */
export const encodeCursor = (position: (string | number)[]): string =>
  Buffer.from(JSON.stringify(position)).toString('base64url')

/**
 * The position that a cursor stands for; null when none is given. An empty one is none of any list.
 * @param argument the argument that carries the cursor, such as "after"
 * @throws DomainError BAD_USER_INPUT when it is no cursor of such a list
 */
export function decodeCursor<Schema extends z.ZodType>(
  schema: Schema,
  cursor: string | null | undefined,
  argument: string,
): z.infer<Schema> | null {
  if (cursor === null || cursor === undefined) return null
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
  } catch {
    throw badUserInput([{ path: [argument], message: 'This is no cursor of this list.' }])
  }
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
