import { GraphQLError } from 'graphql'

/** The client has had all until now; for what comes after, it has to subscribe again. */
export const interrupted = (why: string) => ended('SUBSCRIPTION_INTERRUPTED', why)

/** The operation means something else from now on, or nothing. */
export const schemaChanged = () => ended('SUBSCRIPTION_SCHEMA_RELOAD', 'The schema has changed.')

const ended = (code: string, why: string) =>
  new GraphQLError(`${why} Subscribe again, from the last event received.`, { extensions: { code } })
