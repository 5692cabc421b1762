import { badUserInput, DomainError } from '@colloquy/platform/errors'
import { CURSOR_SLACK_MS, MAX_CURSOR_AGE_MS } from '@colloquy/schema/event-log'

/** Written into each cursor, so that another form can be told from this one. */
const VERSION = '1'
const FORM = /^1:([1-9]\d{0,15})$/

/** The cursor of an instant, milliseconds since the epoch: the same for every viewer. */
export function cursorAt(atMs: number): string {
  return Buffer.from(`${VERSION}:${atMs}`).toString('base64url')
}

/** The instant of a cursor; null when it is not one of ours. */
export function instantOf(cursor: string): number | null {
  const digits = FORM.exec(Buffer.from(cursor, 'base64url').toString('latin1'))?.[1]
  const atMs = Number(digits)
  return digits && cursor === cursorAt(atMs) ? atMs : null
}

/**
 * The instant of a cursor from which somebody may resume.
 * @param argument the name of the argument that it came in
 * @throws DomainError BAD_USER_INPUT when it is not one of ours, CURSOR_EXPIRED when it is too old to resume from
 */
export function readCursor(cursor: string, argument: string, nowMs = Date.now()): number {
  const atMs = instantOf(cursor)
  if (atMs === null || atMs > nowMs + CURSOR_SLACK_MS) {
    throw badUserInput([{ path: [argument], message: 'is not a cursor of this API' }])
  }
  if (atMs < nowMs - MAX_CURSOR_AGE_MS) throw cursorExpired()
  return atMs
}

export const cursorExpired = () =>
  new DomainError('CURSOR_EXPIRED', 'Too much has happened since this cursor. Load afresh and start from there.')
