import { GraphQLError } from 'graphql'
import type { Logger } from '../plan/logger.ts'
import { ConnectionRefusal } from './caller.ts'
import type { Connection } from './caller.ts'
import type { Channel } from './channel.ts'
import { FORBIDDEN, UNAVAILABLE } from './close-codes.ts'
import type { Closing } from './close-codes.ts'

/** A channel as {@link ViewerOf} sees it. */
export interface OpenConnection {
  withParams: (params: Connection['params']) => Connection
  /** The channel has closed. */
  closed: () => void
}

/** Makes the connection of a channel. */
export function openConnection(channel: Pick<Channel, 'close'>, logger: Logger): OpenConnection {
  const callbacks = new Set<() => void>()
  let isClosed = false
  return {
    withParams: (params) => ({
      params,
      close: channel.close,
      whenClosed(callback) {
        if (isClosed) callback()
        else callbacks.add(callback)
      },
    }),
    closed() {
      isClosed = true
      for (const callback of callbacks) {
        try {
          callback()
        } catch (error) {
          logger.error({ err: error }, 'the end of a connection was not taken well')
        }
      }
      callbacks.clear()
    },
  }
}

const NOT_LET_IN: ReadonlySet<unknown> = new Set(['UNAUTHENTICATED', 'FORBIDDEN'])

/** How a socket is closed that was not let in. */
export function closingFor(error: unknown, logger: Logger): Closing {
  if (error instanceof ConnectionRefusal) return error.closing
  if (error instanceof GraphQLError && NOT_LET_IN.has(error.extensions.code)) return FORBIDDEN
  logger.warn({ err: error }, 'who asks on a socket could not be found out')
  return UNAVAILABLE
}
