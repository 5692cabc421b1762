import type { Document } from '../bson/document.ts'
import { CommandError } from '../errors.ts'

export const maxStatements = 100_000

/** Runs the statements of a write command: after the first that fails none is run, unless they are not `ordered`. */
export function runStatements<S, R>(
  statements: readonly S[],
  ordered: boolean,
  run: (statement: S, index: number) => R,
): { done: R[]; writeErrors: { writeErrors?: Document[] } } {
  if (statements.length === 0 || statements.length > maxStatements) {
    throw new CommandError(
      'BadValue',
      `Write batch sizes must be between 1 and ${maxStatements}. Got ${statements.length} operations.`,
    )
  }
  const done: R[] = []
  const errors: Document[] = []
  for (const [index, statement] of statements.entries()) {
    try {
      done.push(run(statement, index))
    } catch (error) {
      if (!(error instanceof CommandError)) throw error
      errors.push({ index, code: error.code, errmsg: error.message, ...error.details })
      if (ordered) break
    }
  }
  return { done, writeErrors: errors.length > 0 ? { writeErrors: errors } : {} }
}
