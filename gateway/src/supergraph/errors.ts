import { GraphQLError } from 'graphql'

/** Whether an error is what a client is to be told, rather than a failure. */
export const isRefusal = (error: unknown): error is GraphQLError | AggregateError =>
  error instanceof GraphQLError || error instanceof AggregateError

/** The GraphQL errors that an error of {@link Federation.subscribe} stands for; an unknown one is an internal error. */
export function graphQLErrorsOf(error: unknown): readonly GraphQLError[] {
  if (error instanceof GraphQLError) return [error]
  if (error instanceof AggregateError) return error.errors.flatMap(graphQLErrorsOf)
  const originalError = error instanceof Error ? error : new Error(String(error))
  return [new GraphQLError(originalError.message, { originalError, extensions: { code: 'INTERNAL_SERVER_ERROR' } })]
}
