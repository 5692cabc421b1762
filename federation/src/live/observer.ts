/** Hears what subscriptions cost. Must not throw. */
export interface SubscriptionObserver {
  /**
   * One has become live.
   * @param field the field of Subscription
   * @param isShared whether its events are executed once for all who select the same
   */
  started: (field: string, isShared: boolean) => void
  /** An event was executed: for many, or for one viewer. */
  executed: (isShared: boolean) => void
}
