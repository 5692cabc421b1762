import { GraphQLError } from 'graphql'

/** How many errors of one document, or of its variables, are told. */
export const MAX_ERRORS = 10
/** How many characters of each. */
const MAX_MESSAGE_LENGTH = 500
/** At how many places in the document each points. */
const MAX_NODES = 10

/**
 * An error of graphql-js, which repeats what the client sent, cut to a length: an answer must not be larger than the request
 * by orders of magnitude.
 */
export function brief({ message, nodes, source, positions, originalError, extensions }: GraphQLError): GraphQLError {
  return new GraphQLError(message.length > MAX_MESSAGE_LENGTH ? `${cut(message)} …` : message, {
    nodes: nodes?.slice(0, MAX_NODES),
    source,
    positions: nodes ? undefined : positions,
    originalError,
    extensions,
  })
}

/** Not through the middle of a character of two halves. */
const cut = (message: string) => message.slice(0, MAX_MESSAGE_LENGTH).replace(/[\uD800-\uDBFF]$/, '')
