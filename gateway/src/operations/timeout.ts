import { GraphQLError } from 'graphql'
import type { ExecutionResult } from 'graphql'

/** The result, or an error when it takes too long; what is under way then is not waited for. */
export async function withinTimeout(timeoutMs: number, execution: Promise<ExecutionResult>): Promise<ExecutionResult> {
  const timeout = Promise.withResolvers<ExecutionResult>()
  const timer = setTimeout(() => {
    timeout.resolve({ errors: [new GraphQLError(`The operation took longer than ${timeoutMs} ms.`)] })
  }, timeoutMs)
  try {
    return await Promise.race([execution, timeout.promise])
  } finally {
    clearTimeout(timer)
  }
}
