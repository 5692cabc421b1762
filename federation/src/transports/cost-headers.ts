import type { Allowance } from './charges.ts'

/**
 * What a viewer may ask for, as the IETF's draft "RateLimit header fields for HTTP" (draft-ietf-httpapi-ratelimit-headers)
 * says it, in cost: a full bucket is the quota, the window the seconds in which an empty one fills up.
 */
export function costHeaders({ burst, perSecond, remaining }: Allowance): [string, string][] {
  const secondsFor = (cost: number) => Math.ceil(cost / perSecond)
  return [
    ['ratelimit-policy', `"cost";q=${burst};w=${secondsFor(burst)}`],
    ['ratelimit', `"cost";r=${remaining};t=${secondsFor(burst - remaining)}`],
  ]
}
