import { shared } from './stream-encoding.ts'
import type { StreamEncoding } from './stream-encoding.ts'

const BEFORE = Buffer.from('event: next\ndata: ')
const AFTER = Buffer.from('\n\n')
const COMPLETE = Buffer.from('event: complete\ndata: \n\n')
/** A comment, which clients pass over. */
const COMMENT = Buffer.from(':\n\n')

const event = (payload: Buffer, id?: string) =>
  Buffer.concat([id === undefined ? BEFORE : Buffer.from(`id: ${id}\n${BEFORE.toString()}`), payload, AFTER])

/** The distinct connections mode of GraphQL over Server-Sent Events: each operation has a response of its own. */
export const EVENT_STREAM: StreamEncoding = {
  contentType: 'text/event-stream; charset=utf-8',
  head: COMMENT,
  result: shared((payload, idOf) => event(payload, idOf(payload))),
  // An event without data: clients keep its id, and tell nobody.
  startsAfter: (id) => Buffer.from(`id: ${id}\n\n`),
  heartbeat: COMMENT,
  complete: COMPLETE,
  failed: (errors) => Buffer.concat([event(Buffer.from(JSON.stringify({ errors }))), COMPLETE]),
}
