import type { GraphQLError, GraphQLFormattedError } from 'graphql'

/**
 * What a client may see of an error: as the option of that name of Apollo Server.
 * @param formatted the error as a client would see it
 * @param error what it stands for: what a resolver threw, or else the GraphQLError itself
 */
export type FormatError = (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError

export const toFormatted = (error: GraphQLError, formatError: FormatError): GraphQLFormattedError =>
  formatError(error.toJSON(), error.originalError ?? error)
