/**
 * Every number that bounds what one client can ask of the gateway; the same over HTTP and WebSocket. Those with a
 * variable can be set by whoever operates it.
 *
 * | limit                                   | default | environment                  | past it                              |
 * | --------------------------------------- | ------: | ---------------------------- | ------------------------------------ |
 * | levels of fields                        |      12 |                              | GRAPHQL_VALIDATION_FAILED            |
 * | levels of introspection fields          |      20 |                              | GRAPHQL_VALIDATION_FAILED            |
 * | fields and fragments                    |     500 |                              | GRAPHQL_VALIDATION_FAILED            |
 * | fields at the root                      |      20 |                              | GRAPHQL_VALIDATION_FAILED            |
 * | aliases                                 |      30 |                              | GRAPHQL_VALIDATION_FAILED            |
 * | directives                              |      50 |                              | GRAPHQL_VALIDATION_FAILED            |
 * | operations of a document                |      50 |                              | GRAPHQL_VALIDATION_FAILED            |
 * | tokens of a document                    |   2,000 |                              | GRAPHQL_PARSE_FAILED                 |
 * | values in the variables                 |  20,000 |                              | BAD_USER_INPUT                       |
 * | levels of values in the variables       |      16 |                              | BAD_USER_INPUT                       |
 * | errors told of a document or variables  |      10 |                              |                                      |
 * | characters of such an error             |     500 |                              |                                      |
 * | bytes of an HTTP body                   | 256 KiB |                              | 413                                  |
 * | bytes of a WebSocket message            |  64 KiB |                              | close 1009                           |
 * | time for an operation                   |    30 s | OPERATION_TIMEOUT_MS         | INTERNAL_SERVER_ERROR                |
 * | time for a subgraph's part of it        |    10 s |                              | SERVICE_UNAVAILABLE                  |
 * | cost of a request at least              |      10 |                              |                                      |
 * | cost of an operation, or of an event    |  10,000 | OPERATION_COST               | GRAPHQL_VALIDATION_FAILED            |
 * | cost a second, of a user or an IP       |   5,000 | COST_PER_SECOND              | RATE_LIMITED, over HTTP with 429     |
 * | the same in a burst                     |  50,000 | COST_BURST                   | the same                             |
 * | tokens refused a second, of an address  |       2 | REFUSED_TOKENS_PER_SECOND    | RATE_LIMITED, close 1013             |
 * | the same in a burst                     |     200 | REFUSED_TOKENS_BURST         | the same                             |
 * | HTTP requests under way of an address  |     500 | REQUESTS_PER_ADDRESS         | RATE_LIMITED, with 429               |
 * | sockets of a user, in this process      |      50 | SOCKETS_PER_USER             | close 1013                           |
 * | sockets of an address, in this process  |   5,000 | SOCKETS_PER_ADDRESS          | upgrade refused with 429             |
 * | those among them that nobody signed in on |   200 | ANONYMOUS_SOCKETS_PER_ADDRESS | upgrade refused with 429            |
 * | messages a minute on a socket           |   6,000 | SOCKET_MESSAGES_PER_MINUTE   | close 1013                           |
 * | subscriptions on a socket               |     100 |                              | BAD_REQUEST                          |
 * | operations under way on a socket        |      50 |                              | RATE_LIMITED                         |
 * | characters of an operation's id         |     128 |                              | BAD_REQUEST                          |
 * | time until connection_init              |     5 s |                              | close 4408                           |
 * | time until a ping is answered           |    20 s |                              | close 1013, cut off                  |
 * | bytes waiting for a slow reader         |   1 MiB | SOCKET_BUFFER_BYTES          | close 1013                           |
 * | time to take a close frame              |    30 s |                              | cut off                              |
 * | time to read on in what was missed      |    15 s |                              | SUBSCRIPTION_INTERRUPTED             |
 * | missed events rendered at the same time |       4 |                              | they wait                            |
 * | results kept for others                 |   1,000 |                              | rendered again                       |
 * | bytes of them                           |  16 MiB |                              | rendered again                       |
 * | time they are kept                      |     2 s |                              | rendered again                       |
 *
 * Levels, fields, aliases and directives count with each fragment in every place where it is spread. Addresses are IPv4
 * addresses, or the first 64 bits of IPv6 ones.
 *
 * Missed events are rendered between the live ones of others: more at the same time would make those wait, and fewer would
 * let one slow subgraph hold up everybody's. Results are kept for clients that lost the same connection and resume from the
 * same place: for as long as those come one after the other, and for all subscriptions of the process together.
 */
export const defaultLimits = {
  depth: 12,
  introspectionDepth: 20,
  selections: 500,
  rootFields: 20,
  aliases: 30,
  directives: 50,
  operations: 50,
  tokens: 2_000,
  bodyBytes: 256 * 1024,
  frameBytes: 64 * 1024,
  operationTimeoutMs: 30_000,
  requestCost: 10,
  operationCost: 10_000,
  costPerSecond: 5_000,
  costBurst: 50_000,
  subgraphTimeoutMs: 10_000,
  refusedTokensPerSecond: 2,
  refusedTokensBurst: 200,
  requestsPerAddress: 500,
  socketsPerUser: 50,
  socketsPerAddress: 5_000,
  anonymousSocketsPerAddress: 200,
  socketMessagesPerMinute: 6_000,
  subscriptionsPerSocket: 100,
  operationsPerSocket: 50,
  operationIdLength: 128,
  connectionInitTimeoutMs: 5_000,
  pingIntervalMs: 20_000,
  socketBufferBytes: 1024 * 1024,
  stalledReplayMs: 15_000,
  replaysAtOnce: 4,
  recentResults: 1_000,
  recentResultBytes: 16 * 1024 * 1024,
  recentResultMs: 2_000,
  closeTimeoutMs: 30_000,
}

export type Limits = typeof defaultLimits
