import { ApolloClient, CombinedProtocolErrors, gql, HttpLink, InMemoryCache } from '@apollo/client'
import { createClient as createSseClient } from 'graphql-sse'
import { createClient as createWsClient } from 'graphql-ws'
import { eventually } from './system.ts'

/** A subscription as an unmodified client of a transport sees it. */
export interface LiveClient {
  /** The data that came, one a result. */
  data: unknown[]
  /** The codes of the errors that it ended with, once it has. */
  ended: Promise<unknown[]>
  /** Resolves when at least so many results are there. */
  until: (count: number) => Promise<void>
  close: () => void
}

type Listen = (url: string, query: string) => LiveClient

function record(start: (on: { data: (data: unknown) => void; end: (errors: unknown) => void }) => () => void) {
  const data: unknown[] = []
  const { promise: ended, resolve } = Promise.withResolvers<unknown[]>()
  const close = start({ data: (one) => void data.push(one), end: (errors) => resolve(codesOf(errors)) })
  return { data, ended, until: (count: number) => eventually(() => data.length >= count), close }
}

const codesOf = (errors: unknown): unknown[] =>
  Array.isArray(errors) ? errors.map((error: { extensions?: { code?: unknown } }) => error.extensions?.code) : [errors]

/** Subscribes over each transport with the client that is usual there; `url` is that of the GraphQL endpoint. */
export const listenOver: Record<'WebSocket' | 'SSE' | 'multipart', Listen> = {
  WebSocket: (url, query) =>
    record(({ data, end }) => {
      const client = createWsClient({ url: url.replace('http', 'ws'), retryAttempts: 0 })
      client.subscribe({ query }, { next: (result) => data(result.data), error: end, complete: () => end([]) })
      return () => void client.dispose()
    }),
  SSE: (url, query) =>
    record(({ data, end }) => {
      const client = createSseClient({ url, retryAttempts: 0 })
      const next = (result: { data?: unknown; errors?: unknown }) =>
        result.data ? data(result.data) : end(result.errors)
      client.subscribe({ query }, { next, error: end, complete: () => end([]) })
      return () => client.dispose()
    }),
  multipart: (url, query) =>
    record(({ data, end }) => {
      const client = new ApolloClient({ link: new HttpLink({ uri: url }), cache: new InMemoryCache() })
      const subscription = client.subscribe({ query: gql(query), fetchPolicy: 'no-cache' }).subscribe({
        next: (result) => (result.error ? end(errorsIn(result.error)) : data(result.data)),
        error: end,
        complete: () => end([]),
      })
      return () => subscription.unsubscribe()
    }),
}

const errorsIn = (error: unknown) => (CombinedProtocolErrors.is(error) ? error.errors : error)

export const LIVE_TRANSPORTS = ['WebSocket', 'SSE', 'multipart'] as const
