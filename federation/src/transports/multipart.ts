import { shared } from './stream-encoding.ts'
import type { StreamEncoding } from './stream-encoding.ts'

const DELIMITER = '--graphql'
const BEFORE = '\r\ncontent-type: application/json\r\n\r\n'
const AFTER = `\r\n${DELIMITER}`
const LAST = '--\r\n'

const BEFORE_PAYLOAD = Buffer.from(`${BEFORE}{"payload":`)
const AFTER_PAYLOAD = Buffer.from(`}${AFTER}`)

/** Apollo's multipart protocol for subscriptions over HTTP, as its clients for the web, Kotlin and iOS speak it. */
export const MULTIPART: StreamEncoding = {
  contentType: 'multipart/mixed; boundary="graphql"; subscriptionSpec="1.0"',
  head: Buffer.from(DELIMITER),
  result: shared((payload) => Buffer.concat([BEFORE_PAYLOAD, payload, AFTER_PAYLOAD])),
  startsAfter: null,
  heartbeat: Buffer.from(`${BEFORE}{}${AFTER}`),
  complete: Buffer.from(LAST),
  failed: (errors) => Buffer.from(`${BEFORE}${JSON.stringify({ payload: null, errors })}${AFTER}${LAST}`),
}
