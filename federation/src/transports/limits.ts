import { liveLimits } from '../live/limits.ts'
import type { LiveLimits } from '../live/limits.ts'
import { documentLimits } from '../plan/limits.ts'
import type { DocumentLimits } from '../plan/limits.ts'

/** What bounds a client, the same over every transport. */
export interface TransportLimits {
  /** Bytes of an HTTP body. */
  bodyBytes: number
  /** Bytes of a WebSocket message. */
  frameBytes: number
  /** Bytes of the documents that are kept for clients that name them by their hash; with 0 none are, and clients are told so. */
  persistedQueryBytes: number
  /** Characters of one of them; what is longer is answered, and not kept. */
  persistedQueryLength: number
  /** How long an operation may take, in milliseconds. */
  operationTimeoutMs: number
  /** What a request costs at least, also one that is refused. */
  requestCost: number
  /** What an operation costs beside, when it has to be validated or planned because its document is new to this process. */
  newDocumentCost: number
  /** New documents of one caller that wait for their turn to be validated or planned. */
  newDocumentsPerCaller: number
  /** What an operation, or an event of a subscription, may cost. */
  operationCost: number
  socketMessagesPerMinute: number
  subscriptionsPerSocket: number
  /** Queries and mutations under way. */
  operationsPerSocket: number
  /** Characters of the id that a client gives an operation. */
  operationIdLength: number
  /** How long a client may take for its connection_init, in milliseconds. */
  connectionInitTimeoutMs: number
  /** How often sockets are pinged, and how long the answer may take, in milliseconds. */
  pingIntervalMs: number
  /** Bytes that may wait for a slow reader. */
  socketBufferBytes: number
  /** How long a client may take to answer a close frame, in milliseconds. */
  closeTimeoutMs: number
}

export interface FederationLimits extends DocumentLimits, LiveLimits, TransportLimits {}

/**
 * Every number that bounds what a client can ask, by its option; the same over HTTP and WebSocket.
 *
 * | limit                                   | default | option                    | past it                          |
 * | --------------------------------------- | ------: | ------------------------- | -------------------------------- |
 * | levels of fields                        |      12 | `depth`                   | GRAPHQL_VALIDATION_FAILED        |
 * | levels of introspection fields          |      20 | `introspectionDepth`      | GRAPHQL_VALIDATION_FAILED        |
 * | fields and fragments                    |     250 | `selections`              | GRAPHQL_VALIDATION_FAILED        |
 * | the same in introspection               |     500 | `introspectionSelections` | GRAPHQL_VALIDATION_FAILED        |
 * | comparisons of fields of the same name  |  40,000 | `comparisons`             | GRAPHQL_VALIDATION_FAILED        |
 * | fields at the root                      |      20 | `rootFields`              | GRAPHQL_VALIDATION_FAILED        |
 * | aliases                                 |      30 | `aliases`                 | GRAPHQL_VALIDATION_FAILED        |
 * | directives                              |      50 | `directives`              | GRAPHQL_VALIDATION_FAILED        |
 * | operations of a document                |      50 | `operations`              | GRAPHQL_VALIDATION_FAILED        |
 * | tokens of a document                    |   2,000 | `tokens`                  | GRAPHQL_PARSE_FAILED             |
 * | characters of a document                |  65,536 | `documentLength`          | GRAPHQL_PARSE_FAILED             |
 * | values in the variables                 |  20,000 |                           | BAD_USER_INPUT                   |
 * | levels of values in the variables       |      16 |                           | BAD_USER_INPUT                   |
 * | errors told of a document or variables  |      10 |                           |                                  |
 * | characters of such an error             |     500 |                           |                                  |
 * | bytes of an HTTP body                   | 256 KiB | `bodyBytes`               | 413                              |
 * | bytes of a WebSocket message            |  64 KiB | `frameBytes`              | close 1009                       |
 * | bytes of persisted queries              |   8 MiB | `persistedQueryBytes`     | the one used longest ago goes    |
 * | characters of a persisted query         |  16,384 | `persistedQueryLength`    | it is not kept                   |
 * | time for an operation                   |    30 s | `operationTimeoutMs`      | INTERNAL_SERVER_ERROR            |
 * | time for a subgraph's part of it        |    10 s | `subgraphTimeoutMs`       | SERVICE_UNAVAILABLE              |
 * | bytes of a subgraph's answer            |  16 MiB |                           | INTERNAL_SERVER_ERROR            |
 * | time for a subgraph to take a stream    |     5 s |                           | SERVICE_UNAVAILABLE              |
 * | cost of a request at least              |      10 | `requestCost`             |                                  |
 * | cost of a document that is new, beside  |     200 | `newDocumentCost`         |                                  |
 * | a caller's new documents waiting        |     100 | `newDocumentsPerCaller`   | RATE_LIMITED                     |
 * | cost of an operation, or of an event    |  10,000 | `operationCost`           | GRAPHQL_VALIDATION_FAILED        |
 * | messages a minute on a socket           |   6,000 | `socketMessagesPerMinute` | close 1013                       |
 * | subscriptions on a socket               |     100 | `subscriptionsPerSocket`  | BAD_REQUEST                      |
 * | operations under way on a socket        |      50 | `operationsPerSocket`     | RATE_LIMITED                     |
 * | characters of an operation's id         |     128 | `operationIdLength`       | BAD_REQUEST                      |
 * | time until connection_init              |     5 s | `connectionInitTimeoutMs` | close 4408                       |
 * | time until a ping is answered           |    20 s | `pingIntervalMs`          | close 1013, cut off              |
 * | bytes waiting for a slow reader         |   1 MiB | `socketBufferBytes`       | close 1013                       |
 * | time to take a close frame              |    30 s | `closeTimeoutMs`          | cut off                          |
 * | time to read on in what was missed      |    15 s | `stalledReplayMs`         | SUBSCRIPTION_INTERRUPTED         |
 * | missed events rendered at the same time |       4 | `replaysAtOnce`           | they wait                        |
 * | results kept for others                 |   1,000 | `recentResults`           | rendered again                   |
 * | bytes of them                           |  16 MiB | `recentResultBytes`       | rendered again                   |
 * | time they are kept                      |     2 s | `recentResultMs`          | rendered again                   |
 * | events waiting for those before them    |   1,000 |                           | SUBSCRIPTION_INTERRUPTED         |
 * | results waiting for one subscription    |  10,000 |                           | SUBSCRIPTION_INTERRUPTED         |
 * | time over which a reload ends others    |     2 s | `reloadSpreadMs`          |                                  |
 *
 * Levels, fields, aliases and directives count with each fragment in every place where it is spread. Of n fields of the same
 * name there are n² comparisons, and n more for each value in their arguments.
 *
 * A document that is new to the process is validated, and then planned, each in a turn of the event loop of its own. Callers
 * take turns: each who waits has one document looked at, then the next has.
 */
export const defaultLimits: FederationLimits = {
  ...documentLimits,
  ...liveLimits,
  bodyBytes: 256 * 1024,
  frameBytes: 64 * 1024,
  persistedQueryBytes: 8 * 1024 * 1024,
  persistedQueryLength: 16_384,
  operationTimeoutMs: 30_000,
  requestCost: 10,
  newDocumentCost: 200,
  newDocumentsPerCaller: 100,
  operationCost: 10_000,
  socketMessagesPerMinute: 6_000,
  subscriptionsPerSocket: 100,
  operationsPerSocket: 50,
  operationIdLength: 128,
  connectionInitTimeoutMs: 5_000,
  pingIntervalMs: 20_000,
  socketBufferBytes: 1024 * 1024,
  closeTimeoutMs: 30_000,
}
