import type { IncomingMessage } from 'node:http'
import type { Closing } from './close-codes.ts'

/** What is known of who asks, before it is known who that is. */
export interface Caller {
  /** The HTTP request, or the one that opened the WebSocket. */
  request: IncomingMessage
  /** What stays open: undefined for an HTTP request that is answered in one piece. */
  connection?: Connection
}

/** A WebSocket whose client has sent its connection_init, or a response that streams the results of one operation. */
export interface Connection {
  /** What came with connection_init; null for a response, whose client has only the request to say who it is. */
  params: Readonly<Record<string, unknown>> | null
  /** Closes it, such as when its session ends. Calling it again does nothing. */
  close: (closing: Closing) => void
  /** Calls back once when it has closed, whoever closed it; at once when it has closed already. */
  whenClosed: (callback: () => void) => void
}

/**
 * Tells who asks: of each HTTP request, and once of each WebSocket, for as long as it is open.
 * @throws GraphQLError UNAUTHENTICATED or FORBIDDEN when they are not let in (401, 400; a WebSocket is closed by 4403),
 * ConnectionRefusal to close a WebSocket for another reason (to a request that asks for a stream 1013 is 503, else 403).
 * Anything else means that it cannot be found out now (1013)
 */
export type ViewerOf<Viewer> = (caller: Caller) => Viewer | Promise<Viewer>

/** Closes a connection instead of letting it in, with a code and reason of one's own. */
export class ConnectionRefusal extends Error {
  override name = 'ConnectionRefusal'
  readonly closing: Closing

  constructor(closing: Closing) {
    super(closing.reason)
    this.closing = closing
  }
}
