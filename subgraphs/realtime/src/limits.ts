/**
 * Every number of this subgraph that bounds work, memory or time. What it shares with chat (sizes of pages and batches,
 * the age and slack of cursors) is in schema/src/event-log.ts.
 */
export const REALTIME_LIMITS = {
  /** How long a topic that nobody listens to any more stays live: clients that reconnect find it as it was. */
  topicLingerMs: 5_000,
  /** How often the heads of live topics are compared with chat's: the longest that a lost last event goes unnoticed. */
  positionCheckIntervalMs: 30_000,
  /** When a new topic is compared for the first time: it should not wait for its turn among all. */
  freshTopicCheckMs: 1_000,
  /** How long an event that came before its turn waits for those before it, which are likely under way. */
  reorderPatienceMs: 25,
  /** Most events that wait for those before them, a topic; later ones are read from the log, or lost where they are transient. */
  maxWaitingEvents: 256,
  /** A viewer further behind than this reads the log before live events are held back for it. */
  maxBehindWhileHeld: 100,
  /** How long a subscription waits at its start for its topic to fill a hole. */
  catchUpTimeoutMs: 10_000,
  /** First and longest pause before what failed is tried again; doubles in between. */
  retryMinMs: 100,
  retryMaxMs: 5_000,

  /** How often the memberships of live inboxes are read again, should a message of the user topic be lost. */
  membershipCheckIntervalMs: 60_000,
  /** How many users' memberships are read at the same time. */
  membershipChecksAtOnce: 8,
  /** Most positions in `seen`; chat takes as many. */
  maxSeenPositions: 5_000,

  /** How long another service may take to answer one request. */
  serviceTimeoutMs: 5_000,
  /** Connections kept to another service. */
  serviceConnections: 16,
  /** How often a request is made to another service before it has failed. */
  serviceAttempts: 3,
  /** How many pages of the log, or lists of what was missed, are read at the same time for those who resume. */
  logReadsAtOnce: 4,
  /** How much of the events read from the log is kept so that others who resume get the same objects, in bytes, and how long. */
  recentEventsBytes: 16 * 1024 * 1024,
  recentEventTtlMs: 10_000,

  /** How often it is looked again whose presence a subscription may show, should news of it be lost. */
  presenceSightIntervalMs: 300_000,
  /** How many users' policies are kept. */
  maxKeptPolicies: 10_000,
  /** How often a connection says that it lives. */
  presenceHeartbeatMs: 20_000,
  /** For how long it is believed: two lost heartbeats and some. */
  presenceTtlMs: 50_000,
  /** How long a user without a connection still counts as online: a reload is no departure. */
  offlineDelayMs: 10_000,
  /** How often every process looks for users whose time is up. */
  presenceSweepMs: 2_000,
  /** Most users that one look brings, a bucket. */
  presenceSweepPage: 100,
  /** How many Redis commands of one heartbeat or sweep are under way at once. */
  presenceCommandsAtOnce: 500,

  /** After a lost connection to Redis, how many watched profiles are told again at once, and how long the next wait. */
  profilesToldAtOnce: 100,
  profilesToldPauseMs: 100,
} as const

export type RealtimeLimits = { readonly [Name in keyof typeof REALTIME_LIMITS]: number }
