import { Context } from 'mingo/core'
import * as accumulator from 'mingo/operators/accumulator'
import * as expression from 'mingo/operators/expression'
import * as pipeline from 'mingo/operators/pipeline'
import * as projection from 'mingo/operators/projection'
import * as query from 'mingo/operators/query'
import * as window from 'mingo/operators/window'
import { evalExpr } from 'mingo/core'
import { MingoError } from 'mingo/util'
import type { Options } from 'mingo/types'
import { compareValues } from '../bson/key-encoding.ts'
import { CommandError } from '../errors.ts'

const { $merge: _merge, $out: _out, ...readingStages } = pipeline

/** Mingo's operators, without the stages that write, and with comparisons in BSON order. */
export const createMingoContext = (stages: Partial<typeof pipeline> = {}): Context =>
  Context.init({
    accumulator,
    expression: {
      ...expression,
      $cmp: comparison((order) => order),
      $eq: comparison((order) => order === 0),
      $ne: comparison((order) => order !== 0),
      $gt: comparison((order) => order > 0),
      $gte: comparison((order) => order >= 0),
      $lt: comparison((order) => order < 0),
      $lte: comparison((order) => order <= 0),
      $strLenBytes,
    },
    pipeline: { ...readingStages, ...stages },
    projection,
    query,
    window,
  })

function comparison<T>(result: (order: number) => T): (obj: unknown, operands: unknown, options: Options) => T {
  return (obj, operands, options) => {
    const values: unknown = evalExpr(obj, operands, options)
    if (!Array.isArray(values) || values.length !== 2) {
      throw new CommandError('BadValue', 'a comparison takes exactly 2 arguments')
    }
    return result(compareValues(values[0], values[1]))
  }
}

/** Mingo's own makes a string of each byte, which takes milliseconds for a long text. */
function $strLenBytes(obj: unknown, operand: unknown, options: Options): number {
  const text: unknown = evalExpr(obj, operand, options)
  if (typeof text === 'string') return Buffer.byteLength(text)
  throw new CommandError('BadValue', '$strLenBytes requires a string argument')
}

/** Runs mingo and gives its complaints MongoDB's codes. */
export function withMongodbErrors<T>(compute: () => T): T {
  try {
    return compute()
  } catch (error) {
    if (!(error instanceof MingoError)) throw error
    const stage = /^unregistered pipeline operator (\S+?)\.?$/.exec(error.message)?.[1]
    if (stage) throw new CommandError('Location40324', `Unrecognized pipeline stage name: '${stage}'`)
    const operator = /^accumulator '(\S+)' is not registered/.exec(error.message)?.[1]
    if (operator) throw new CommandError('InvalidPipelineOperator', `Unrecognized expression '${operator}'`)
    throw new CommandError('BadValue', error.message)
  }
}
