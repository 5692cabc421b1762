/** What operations cost their viewers, over whatever transport. */
export interface Charges<Viewer> {
  /**
   * Takes a cost from a viewer, before anything is done for it.
   * @throws GraphQLError, such as one with the code RATE_LIMITED and `retryAfter`, when the viewer has not so much left
   */
  take: (viewer: Viewer, cost: number) => void
  allowance: (viewer: Viewer) => Allowance
  /** Equal for viewers who are charged together, and so take turns as one when they send what is new. */
  callerOf: (viewer: Viewer) => string
}

/** What a viewer may ask for: a bucket that fills up again by the second. */
export interface Allowance {
  /** What it holds when it is full. */
  burst: number
  perSecond: number
  /** What it holds now: whole, rounded down. */
  remaining: number
}

/** What is told of an operation's cost, as `extensions.cost`. */
export interface CostReport {
  /** What the operation costs. */
  requested: number
  /** What it cost beside that, this once, because its document was new to this process; see `newDocumentCost`. */
  surcharge?: number
  /** What one may cost. */
  limit: number
  /** What the viewer can still ask for at this moment, where that is limited. */
  remaining?: number
}
