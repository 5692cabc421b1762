import { evalExpr, ProcessingMode } from 'mingo/core'
import { createMingoContext, withMongodbErrors } from '../aggregate/mingo.ts'
import type { Document } from '../bson/document.ts'
import { toPlain } from '../bson/plain.ts'

/** $expr: an aggregation expression, computed by mingo over plain values. */
export function compileExpression(operand: unknown, variables: Document): (document: Document) => boolean {
  const expression = toPlain(operand)
  const options = {
    idKey: '_id',
    processingMode: ProcessingMode.CLONE_OFF,
    useStrictMode: true,
    scriptEnabled: false,
    failOnError: true,
    context: createMingoContext(),
    variables,
  }
  return (document) => withMongodbErrors(() => Boolean(evalExpr(toPlain(document), expression, options)))
}
