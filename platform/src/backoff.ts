export interface Backoff {
  firstMs: number
  maxMs: number
}

/** How long to wait after so many failures in a row (at least 1): twice as long each time, jittered so that processes do not act in step. */
export const backoffMs = (failures: number, { firstMs, maxMs }: Backoff): number =>
  Math.min(firstMs * 2 ** (failures - 1), maxMs) * (0.5 + Math.random() / 2)
