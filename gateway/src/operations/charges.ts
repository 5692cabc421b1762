import type { Identity } from '@colloquy/platform/identity'
import type { SecurityLog } from '@colloquy/platform/security-log'
import { GraphQLError } from 'graphql'
import type { DocumentNode } from 'graphql'
import { callerKey, logLimitReached } from '../identity/identify.ts'
import type { Limits } from '../limits.ts'
import type { Allowance, RateLimiter } from '../rate-limit.ts'
import type { Federation } from '../supergraph/federation.ts'

/** What is told of an operation's cost, as `extensions.cost`. */
export interface CostReport {
  /** What the operation costs. */
  requested: number
  /** What one may cost. */
  limit: number
  /** What the caller can still ask for at this moment. */
  remaining: number
}

/** What operations cost their callers, the same for every transport. */
export interface Charges {
  /**
   * Takes what any request costs at least, also one that is refused later.
   * @throws DomainError RATE_LIMITED
   */
  request: (identity: Identity) => void
  /**
   * Takes what an operation costs beyond that, before it runs.
   * @throws GraphQLError when it is more than one may cost, DomainError RATE_LIMITED, and what `federation.cost` throws
   */
  operation: (identity: Identity, operation: ChargedOperation) => CostReport
  allowance: (identity: Identity) => Allowance
}

export interface ChargedOperation {
  document: DocumentNode
  operationName?: string | null
  variables: Record<string, unknown>
}

/** Makes the charges of a federation's operations; a caller who has nothing left is a security event. */
export function createCharges({
  federation,
  rateLimiter,
  limits,
  securityLog,
}: {
  federation: Pick<Federation, 'cost'>
  rateLimiter: RateLimiter
  limits: Pick<Limits, 'requestCost' | 'operationCost'>
  securityLog: SecurityLog
}): Charges {
  const { requestCost, operationCost: limit } = limits
  const take = (identity: Identity, cost: number) => {
    try {
      rateLimiter.take(callerKey(identity), cost)
    } catch (error) {
      logLimitReached(securityLog, 'cost', identity)
      throw error
    }
  }
  return {
    request: (identity) => take(identity, requestCost),
    operation(identity, operation) {
      const requested = Math.max(requestCost, federation.cost(operation))
      if (requested > limit) {
        const message = `The operation costs ${requested}; ${limit} are allowed. Ask for smaller pages, or for less in each.`
        const cost = { requested, limit }
        throw new GraphQLError(message, { extensions: { code: 'GRAPHQL_VALIDATION_FAILED', cost } })
      }
      take(identity, requested - requestCost)
      return { requested, limit, remaining: rateLimiter.allowance(callerKey(identity)).remaining }
    },
    allowance: (identity) => rateLimiter.allowance(callerKey(identity)),
  }
}
