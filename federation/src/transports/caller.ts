import type { IncomingMessage } from 'node:http'
import type { Closing } from './close-codes.ts'

/** What is known of who asks, before it is known who that is. */
export interface Caller {
  /** The HTTP request, or the one that opened the WebSocket. */
  request: IncomingMessage
  /** The WebSocket; undefined for an HTTP request. */
  connection?: Connection
}

/** A WebSocket whose client has sent its connection_init. */
export interface Connection {
  /** What came with that message. */
  params: Readonly<Record<string, unknown>>
  /** Closes it, such as when its session ends. Calling it again does nothing. */
  close: (closing: Closing) => void
  /** Calls back once when it has closed, whoever closed it; at once when it has closed already. */
  whenClosed: (callback: () => void) => void
}

/**
 * Tells who asks: of each HTTP request, and once of each WebSocket, for as long as it is open.
 * @throws GraphQLError UNAUTHENTICATED or FORBIDDEN when they are not let in (401, 400; a WebSocket is closed by 4403),
 * ConnectionRefusal to close a WebSocket for another reason. Anything else means that it cannot be found out now (1013)
 */
export type ViewerOf<Viewer> = (caller: Caller) => Viewer | Promise<Viewer>

/** Closes a WebSocket instead of letting it in, with a code and reason of one's own. */
export class ConnectionRefusal extends Error {
  override name = 'ConnectionRefusal'
  readonly closing: Closing

  constructor(closing: Closing) {
    super(closing.reason)
    this.closing = closing
  }
}
