import { MAX_GUESSES } from './code.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** What one asker, or all strangers together, may do to one address. The reasons are in decision 0015. */
export interface Share {
  /** In Redis. */
  name: string
  /** At most `count` requests for a code in any `windowMs`; the longest window last. */
  requests: readonly { count: number; windowMs: number }[]
  /** Wrong guesses in a row after which the next request has to wait. */
  failuresBorne: number
}

const ASKER = {
  requests: [
    { count: 1, windowMs: MINUTE_MS },
    { count: 5, windowMs: HOUR_MS },
    { count: 10, windowMs: DAY_MS },
  ],
  failuresBorne: MAX_GUESSES,
} as const

/** So that a mailbox is not flooded, nor a code found, by many who each keep to their own share. */
const STRANGERS: Share = {
  name: 'strangers',
  requests: [
    { count: 20, windowMs: HOUR_MS },
    { count: 50, windowMs: DAY_MS },
  ],
  failuresBorne: 50,
}

/** Of the wrong guesses of one network, so many count for all strangers: one alone cannot use up what all have. */
export const WEIGHT_OF_ONE_NETWORK = 10

/** How long a request waits after the failures borne; doubled by each {@link MAX_GUESSES} more, up to the longest. */
export const FIRST_WAIT_MS = 30_000
export const LONGEST_WAIT_MS = HOUR_MS
/** For how long failures in a row are remembered after the last of them. */
export const FAILURES_KEPT_MS = 7 * DAY_MS

/** The shares that a request is counted in: its own first, and then all that also have to have room. */
export type Shares = readonly [own: Share, ...others: Share[]]

/** A device that has signed in to the account before stands for itself. */
export const sharesOfDevice = (deviceId: string): Shares => [{ ...ASKER, name: `device:${deviceId}` }]

/** Anybody else is a stranger, from a network. */
export const sharesOfStranger = (network: string): Shares => [{ ...ASKER, name: `network:${network}` }, STRANGERS]
