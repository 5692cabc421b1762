import { GraphQLError } from 'graphql'
import { buildSubgraph } from './subgraph-server.ts'

export const alertsSdl = /* GraphQL */ `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])

  type Query {
    alertCount: Int!
  }

  type Subscription {
    alerts(atLeast: Int!): Alert!
  }

  type Alert {
    text: String!
    seenBy: String
    about: Item!
  }

  type Item @key(fields: "id", resolvable: false) {
    id: ID!
  }
`

export interface Alert {
  text: string
  about: { id: string }
}

/** A subgraph that streams what is pushed to everybody who listens. */
export function createAlerts() {
  const listeners = new Set<(alert: Alert | null) => void>()
  const asked: { atLeast: number }[] = []
  const schema = buildSubgraph(alertsSdl, {
    Query: { alertCount: () => 1 },
    Subscription: {
      alerts: {
        subscribe(_: unknown, { atLeast }: { atLeast: number }) {
          asked.push({ atLeast })
          if (atLeast < 0) throw new GraphQLError('Less than nothing.', { extensions: { code: 'BAD_USER_INPUT' } })
          return stream(listeners)
        },
        resolve: (alert: Alert) => alert,
      },
    },
    Alert: { seenBy: (_, __, { asker }) => asker },
  })
  const tell = (alert: Alert | null) => listeners.forEach((listener) => listener(alert))
  return {
    schema,
    /** With what it has been subscribed to, in order. */
    asked,
    push: (alert: Alert) => tell(alert),
    finish: () => tell(null),
    listening: () => listeners.size,
  }
}

/** An iterator whose `return` settles at once, also while it waits. */
function stream(listeners: Set<(alert: Alert | null) => void>): AsyncIterableIterator<Alert> {
  const queue: (Alert | null)[] = []
  let wake: () => void = () => undefined
  const listener = (alert: Alert | null) => {
    queue.push(alert)
    wake()
  }
  listeners.add(listener)
  const end = async (): Promise<IteratorResult<Alert>> => {
    listeners.delete(listener)
    wake()
    return { done: true, value: undefined }
  }
  return {
    async next() {
      while (queue.length === 0 && listeners.has(listener)) {
        const { promise, resolve } = Promise.withResolvers<void>()
        wake = resolve
        await promise
      }
      const alert = queue.shift()
      return alert ? { done: false, value: alert } : end()
    },
    return: end,
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
