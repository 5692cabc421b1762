/** What bounds running subscriptions, and what is asked of subgraphs. */
export interface LiveLimits {
  /** How long a subgraph may take for its whole answer, in milliseconds; then SERVICE_UNAVAILABLE. */
  subgraphTimeoutMs: number
  /**
   * How long a subscriber may take nothing of what it missed before its subscription ends with SUBSCRIPTION_INTERRUPTED, in
   * milliseconds.
   */
  stalledReplayMs: number
  /**
   * How many events are rendered at the same time that are sent to one viewer alone, such as those it missed. More would make
   * the live events of others wait, and fewer would let one slow subgraph hold up everybody's.
   */
  replaysAtOnce: number
  /** How many results are kept for others who want the same a moment later, for all subscriptions together. */
  recentResults: number
  /** How many bytes of them. */
  recentResultBytes: number
  /** For how long, in milliseconds. */
  recentResultMs: number
  /** Over how long subscriptions end that a new supergraph changes, in milliseconds, so that not all come back at once. */
  reloadSpreadMs: number
}

export const liveLimits: LiveLimits = {
  subgraphTimeoutMs: 10_000,
  stalledReplayMs: 15_000,
  replaysAtOnce: 4,
  recentResults: 1_000,
  recentResultBytes: 16 * 1024 * 1024,
  recentResultMs: 2_000,
  reloadSpreadMs: 2_000,
}
