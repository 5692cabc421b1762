import { CloseCode } from 'graphql-ws'

/** Why a socket is closed: a code for programs, a reason for people. */
export interface Closing {
  code: number
  reason: string
}

/**
 * The closings that the federation decides on. Beside them graphql-transport-ws has 4401 (subscribe before the
 * acknowledgement), 4408 (no connection_init in time), 4409 (operation id in use), 4429 (a second connection_init), and
 * WebSocket has 1002 (not a frame), 1007 (not UTF-8), 1008 (too many fragments) and 1009 (message too large). README
 * says what a client does after each.
 */
export const GOING_AWAY: Closing = { code: 1001, reason: 'Going away' }
export const NOT_TEXT: Closing = { code: 1003, reason: 'Messages are text' }
export const TOO_SLOW: Closing = { code: 1013, reason: 'Reads too slowly' }
export const TOO_MANY_MESSAGES: Closing = { code: 1013, reason: 'Too many messages' }
export const SILENT: Closing = { code: 1013, reason: 'No answer to a ping' }
/** Who asks could not be found out, because something that is needed for it does not answer. */
export const UNAVAILABLE: Closing = { code: 1013, reason: 'Try again later' }
export const INVALID: Closing = { code: CloseCode.BadRequest, reason: 'Invalid message received' }
export const FORBIDDEN: Closing = { code: CloseCode.Forbidden, reason: 'Forbidden' }
export const FAILED: Closing = { code: CloseCode.InternalServerError, reason: 'Internal server error' }

/** All of the above. */
export const CLOSINGS: readonly Closing[] = [
  GOING_AWAY,
  NOT_TEXT,
  TOO_SLOW,
  TOO_MANY_MESSAGES,
  SILENT,
  UNAVAILABLE,
  INVALID,
  FORBIDDEN,
  FAILED,
]

/** Of a reason, in bytes (RFC 6455, section 5.5: a control frame carries 125, two of them the code). */
const MAX_REASON_BYTES = 123

/** As much of a reason as a close frame has room for. */
export function fittingReason(reason: string): string {
  const bytes = new TextEncoder().encode(reason)
  // A character that is cut in two is left out.
  return new TextDecoder().decode(bytes.subarray(0, MAX_REASON_BYTES), { stream: true })
}
