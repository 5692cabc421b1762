import { BSONRegExp } from 'bson'
import { isDocument, type Document } from '../bson/document.ts'
import { pathOf, someValueAt, type Path } from '../bson/paths.ts'
import { CommandError } from '../errors.ts'
import { compileExpression } from './expression.ts'
import { compileOperator, equals, type ValueTest } from './operators.ts'
import { bsonRegularExpression } from './regular-expression.ts'

/** One operator on one path, such as `age: { $gt: 5 }`. */
export type Condition = {
  path: string
  parts: Path
  operator: string
  operand: unknown
  matches: (document: Document) => boolean
}

export type Filter = {
  matches: (document: Document) => boolean
  /** What must all hold, for the planner. */
  conditions: readonly Condition[]
  /** The branches of each $or that must hold, too. */
  alternatives: readonly (readonly Filter[])[]
  /** Whether the conditions are all that is asked. */
  complete: boolean
}

/**
 * Compiles a query; every operator is known when it returns. Documents may hold BSON types or plain JavaScript values.
 * The variables are those that $expr may name.
 */
export function compileFilter(query: Document, variables: Document = {}): Filter {
  const clauses = Object.entries(query).flatMap(([name, operand]) =>
    name.startsWith('$') ? compileTopLevel(name, operand, variables) : compileField(name, operand),
  )
  return {
    matches: (document) => clauses.every((clause) => clause.matches(document)),
    conditions: clauses.flatMap((clause) => clause.conditions),
    alternatives: clauses.flatMap((clause) => clause.alternatives),
    complete: clauses.every((clause) => clause.complete),
  }
}

const opaque = (matches: Filter['matches'], alternatives: Filter['alternatives'] = []): Filter => ({
  matches,
  conditions: [],
  alternatives,
  complete: false,
})

function compileTopLevel(name: string, operand: unknown, variables: Document): Filter[] {
  switch (name) {
    case '$and':
      return compileAll(name, operand, variables)
    case '$or': {
      const branches = compileAll(name, operand, variables)
      return [opaque((document) => branches.some((branch) => branch.matches(document)), [branches])]
    }
    case '$nor': {
      const branches = compileAll(name, operand, variables)
      return [opaque((document) => !branches.some((branch) => branch.matches(document)))]
    }
    case '$expr':
      return [opaque(compileExpression(operand, variables))]
    case '$comment':
      return []
    default:
      throw new CommandError('BadValue', `unknown top level operator: ${name}`)
  }
}

function compileAll(name: string, operand: unknown, variables: Document): Filter[] {
  if (!Array.isArray(operand) || operand.length === 0)
    throw new CommandError('BadValue', `${name} must be a nonempty array`)
  return operand.map((clause) => {
    if (!isDocument(clause)) throw new CommandError('BadValue', '$or/$and/$nor entries need to be full objects')
    return compileFilter(clause, variables)
  })
}

function compileField(path: string, operand: unknown): Filter[] {
  if (!isOperators(operand)) return [condition(path, '$eq', operand, equals(operand))]
  return Object.entries(operand).flatMap(([operator, value]): Filter[] => {
    switch (operator) {
      case '$not':
        return [negated(compileNot(path, value))]
      case '$ne':
        return [negated(condition(path, '$eq', value, equals(value)))]
      case '$nin':
        return [negated(condition(path, '$in', value, compileOperator('$in', value)))]
      case '$exists': {
        const exists = condition(path, '$exists', value, (found) => found !== undefined)
        return [truthy(value) ? exists : negated(exists)]
      }
      case '$elemMatch':
        return [condition(path, operator, value, compileElemMatch(value))]
      case '$all':
        return compileAllOperator(path, value)
      case '$regex': {
        const pattern = bsonRegularExpression(value, operand.$options)
        return [condition(path, operator, pattern, compileOperator(operator, pattern))]
      }
      case '$options':
        if (!('$regex' in operand)) throw new CommandError('BadValue', '$options needs a $regex')
        return []
      default:
        return [condition(path, operator, value, compileOperator(operator, value))]
    }
  })
}

/** Whether a value is a document of operators; a mixture with plain fields is refused when the first is an operator. */
export function isOperators(value: unknown): value is Document {
  return isDocument(value) && (Object.keys(value)[0]?.startsWith('$') ?? false)
}

const truthy = (value: unknown): boolean => value !== null && value !== undefined && Number(value) !== 0

function condition(path: string, operator: string, operand: unknown, test: ValueTest): Filter {
  const parts = pathOf(path)
  const matches = (document: Document): boolean => someValueAt(document, parts, test)
  return { matches, conditions: [{ path, parts, operator, operand, matches }], alternatives: [], complete: true }
}

const negated = (filter: Filter): Filter => opaque((document) => !filter.matches(document))

function compileNot(path: string, operand: unknown): Filter {
  if (operand instanceof BSONRegExp) return condition(path, '$regex', operand, compileOperator('$regex', operand))
  if (!isOperators(operand)) throw new CommandError('BadValue', '$not needs a regex or a document')
  const clauses = compileField(path, operand)
  return opaque((document) => clauses.every((clause) => clause.matches(document)))
}

/** The operand is either a query on the elements, or operators on the elements themselves. */
function compileElemMatch(operand: unknown): ValueTest {
  if (!isDocument(operand)) throw new CommandError('BadValue', '$elemMatch needs an Object')
  const [first = ''] = Object.keys(operand)
  const onElements = first.startsWith('$') && !['$and', '$or', '$nor', '$expr'].includes(first)
  if (onElements) {
    const filter = compileFilter({ element: operand })
    return (value) => Array.isArray(value) && value.some((element) => filter.matches({ element }))
  }
  const filter = compileFilter(operand)
  return (value) => Array.isArray(value) && value.some((element) => isDocument(element) && filter.matches(element))
}

/** Each of the values must be there, so each is a condition of its own. */
function compileAllOperator(path: string, operand: unknown): Filter[] {
  if (!Array.isArray(operand)) throw new CommandError('BadValue', '$all needs an array')
  if (operand.length === 0) return [opaque(() => false)]
  return operand.map((value) => {
    if (isDocument(value) && '$elemMatch' in value)
      return condition(path, '$elemMatch', value, compileElemMatch(value.$elemMatch))
    if (isOperators(value)) throw new CommandError('BadValue', 'no $ expressions in $all')
    return condition(path, '$eq', value, equals(value))
  })
}
