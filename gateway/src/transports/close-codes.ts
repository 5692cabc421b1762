import { CloseCode } from 'graphql-ws'

/** Why a socket is closed: a code for programs, a reason for people. */
export interface Closing {
  code: number
  reason: string
}

/**
 * The closings that the gateway decides on. Beside them graphql-transport-ws has 4400 (not a message), 4401 (subscribe
 * before the acknowledgement), 4406, 4408 (no connection_init in time), 4409 (operation id in use), 4429 (a second
 * connection_init), and WebSocket has 1009 (message too large). After 1001 and 1013 a client connects again and resumes.
 */
export const GOING_AWAY: Closing = { code: 1001, reason: 'Going away' }
export const TOO_SLOW: Closing = { code: 1013, reason: 'Reads too slowly' }
export const TOO_MANY_MESSAGES: Closing = { code: 1013, reason: 'Too many messages' }
export const TOO_MANY_SOCKETS: Closing = { code: 1013, reason: 'Too many sockets of this user' }
/** Who asks could not be found out, because something behind the gateway does not answer. */
export const UNAVAILABLE: Closing = { code: 1013, reason: 'Try again later' }
export const FORBIDDEN: Closing = { code: CloseCode.Forbidden, reason: 'Forbidden' }
export const SESSION_ENDED: Closing = { code: CloseCode.Forbidden, reason: 'The session has ended' }
export const FAILED: Closing = { code: CloseCode.InternalServerError, reason: 'Internal server error' }
