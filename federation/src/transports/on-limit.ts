import type { IncomingMessage } from 'node:http'

/** A limit that one socket can reach. */
export type SocketLimit = 'messages-of-socket' | 'operations-of-socket'

/** Hears that a limit was reached, such as for a security log. Must not throw. */
export type OnLimit<Viewer> = (
  limit: SocketLimit,
  /** The request that opened the socket, and who asks where that is known. */
  by: { request: IncomingMessage; viewer?: Viewer },
) => void
