import { Timestamp } from 'bson'
import { isDocument, type Document } from '../bson/document.ts'
import { compareValues, equalValues } from '../bson/key-encoding.ts'
import { pathOf, valueAt, type Path } from '../bson/paths.ts'
import { CommandError } from '../errors.ts'
import { arrayOperators } from './array-operators.ts'
import { expandPath, parseArrayFilters } from './array-paths.ts'
import { calculate, increment, multiply } from './arithmetic.ts'
import { changeAt, checkConflicts } from './paths.ts'

/** What an update makes of a document; for an upsert of one that is being inserted. Neither changes what it is given. */
export type Update = { isReplacement: boolean; apply(document: Document, inserting: boolean): Document }

type Operator = (path: string, value: unknown, operand: unknown) => unknown

const operators: Record<string, Operator> = {
  ...arrayOperators,
  $set: (_path, _value, operand) => operand,
  $setOnInsert: (_path, _value, operand) => operand,
  $unset: () => undefined,
  $inc: (path, value, operand) => calculate(increment, path, value, operand),
  $mul: (path, value, operand) => calculate(multiply, path, value, operand),
  $min: (_path, value, operand) => (value === undefined || compareValues(operand, value) < 0 ? operand : value),
  $max: (_path, value, operand) => (value === undefined || compareValues(operand, value) > 0 ? operand : value),
  $currentDate: (path, _value, operand) => currentDate(path, operand),
}

/** Compiles an update command's `u`: operators, or a whole document. The query gives `$` its meaning. */
export function compileUpdate(update: unknown, query: Document, arrayFilters: readonly Document[]): Update {
  if (Array.isArray(update))
    throw new CommandError('NotImplemented', 'updates by an aggregation pipeline are not supported')
  if (!isDocument(update))
    throw new CommandError('FailedToParse', 'Update argument must be either an object or an array')
  if (!Object.keys(update)[0]?.startsWith('$')) return compileReplacement(update)

  const { $rename: renames = {}, ...others } = update
  const changes = Object.entries(others).flatMap(([name, fields]) => changesOf(name, fields))
  const renamed = renamesOf(renames)
  const paths = [...changes.map(({ path }) => path), ...renamed.flat()]
  checkConflicts(paths)
  const filters = parseArrayFilters(arrayFilters, paths)

  return {
    isReplacement: false,
    apply(document, inserting) {
      let result: unknown = document
      for (const { name, path, operator, operand } of changes) {
        if (name === '$setOnInsert' && !inserting) continue
        for (const parts of expandPath(pathOf(path), document, query, filters)) {
          result = changeAt(result, parts, (value) => operator(path, value, operand))
        }
      }
      for (const [from, to] of renamed) result = rename(result, pathOf(from), pathOf(to))
      return withSameId(document, isDocument(result) ? result : document)
    },
  }
}

function changesOf(
  name: string,
  fields: unknown,
): { name: string; path: string; operator: Operator; operand: unknown }[] {
  const operator = Object.hasOwn(operators, name) ? operators[name] : undefined
  if (!operator) {
    throw new CommandError(
      'FailedToParse',
      `Unknown modifier: ${name}. Expected a valid update modifier or pipeline-style update specified as an array`,
    )
  }
  if (!isDocument(fields)) {
    throw new CommandError(
      'FailedToParse',
      `Modifiers operate on fields but we found type ${typeof fields} instead for ${name}`,
    )
  }
  return Object.entries(fields).map(([path, operand]) => ({ name, path, operator, operand }))
}

function renamesOf(renames: unknown): [string, string][] {
  if (!isDocument(renames)) throw new CommandError('FailedToParse', 'Modifiers operate on fields, also $rename')
  return Object.entries(renames).map(([from, to]) => {
    if (typeof to !== 'string')
      throw new CommandError('BadValue', `The 'to' field for $rename must be a string: ${from}`)
    return [from, to]
  })
}

function rename(document: unknown, from: Path, to: Path): unknown {
  const value = valueAt(document, from)
  if (value === undefined) return document
  return changeAt(
    changeAt(document, from, () => undefined),
    to,
    () => value,
  )
}

function compileReplacement(replacement: Document): Update {
  const operator = Object.keys(replacement).find((name) => name.startsWith('$'))
  if (operator)
    throw new CommandError(
      'DollarPrefixedFieldName',
      `The dollar ($) prefixed field '${operator}' is not allowed in a replacement.`,
    )
  return {
    isReplacement: true,
    apply(document) {
      const { _id = document._id, ...fields } = replacement
      return withSameId(document, _id === undefined ? fields : { _id, ...fields })
    },
  }
}

/** A document that has an _id keeps it; one that is being inserted may be given it. */
function withSameId(before: Document, after: Document): Document {
  if (before._id === undefined || equalValues(before._id, after._id)) return after
  throw new CommandError(
    'ImmutableField',
    "Performing an update on the path '_id' would modify the immutable field '_id'",
  )
}

function currentDate(path: string, operand: unknown): unknown {
  const kind = isDocument(operand) ? operand.$type : operand
  if (kind === true || kind === 'date') return new Date()
  if (kind === 'timestamp') return new Timestamp({ t: Math.floor(Date.now() / 1000), i: 1 })
  throw new CommandError('BadValue', `${path}: The '$type' string field is required to be 'date' or 'timestamp'`)
}
