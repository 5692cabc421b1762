import { isDocument, type Document } from '../bson/document.ts'
import { equalValues } from '../bson/key-encoding.ts'
import { numberOf, typeOf } from '../bson/types.ts'
import { CommandError } from '../errors.ts'
import { compileFilter, isOperators } from '../query/filter.ts'
import { parseSort, sortDocuments } from '../query/sort.ts'

/** The operators on arrays, each given the value at its path and giving what is to be there. */
export const arrayOperators: Record<string, (path: string, value: unknown, operand: unknown) => unknown> = {
  $push: push,
  $addToSet(path, value, operand) {
    const elements = arrayAt('$addToSet', path, value) ?? []
    const { values } = modifiersOf('$addToSet', operand, ['$each'])
    return values.reduce<unknown[]>(
      (all, added) => (all.some((element) => equalValues(element, added)) ? all : [...all, added]),
      elements,
    )
  },
  $pull(path, value, operand) {
    const isUnwanted = pullTest(operand)
    return arrayAt('$pull', path, value)?.filter((element) => !isUnwanted(element))
  },
  $pullAll(path, value, operand) {
    if (!Array.isArray(operand)) throw new CommandError('BadValue', '$pullAll requires an array argument')
    return arrayAt('$pullAll', path, value)?.filter(
      (element) => !operand.some((unwanted) => equalValues(element, unwanted)),
    )
  },
  $pop(path, value, operand) {
    const end = numberOf(operand)
    if (end !== 1 && end !== -1)
      throw new CommandError('FailedToParse', `$pop expects 1 or -1, found: ${String(operand)}`)
    const elements = arrayAt('$pop', path, value)
    return end === 1 ? elements?.slice(0, -1) : elements?.slice(1)
  },
}

function arrayAt(operator: string, path: string, value: unknown): unknown[] | undefined {
  if (value === undefined || Array.isArray(value)) return value
  const code = operator === '$pop' ? 'TypeMismatch' : 'BadValue'
  throw new CommandError(code, `The field '${path}' must be an array but is of type ${typeOf(value)} (${operator})`)
}

function push(path: string, value: unknown, operand: unknown): unknown {
  const elements = arrayAt('$push', path, value) ?? []
  const { values, modifiers } = modifiersOf('$push', operand, ['$each', '$position', '$slice', '$sort'])
  const position = integerModifier(modifiers, '$position') ?? elements.length
  const added = elements.toSpliced(position, 0, ...values)
  const sorted = modifiers.$sort === undefined ? added : sortElements(added, modifiers.$sort)
  const count = integerModifier(modifiers, '$slice')
  if (count === undefined) return sorted
  return count < 0 ? sorted.slice(count) : sorted.slice(0, count)
}

function modifiersOf(operator: string, operand: unknown, known: string[]): { values: unknown[]; modifiers: Document } {
  if (!isDocument(operand) || !('$each' in operand)) return { values: [operand], modifiers: {} }
  const unknown = Object.keys(operand).find((name) => !known.includes(name))
  if (unknown) throw new CommandError('BadValue', `Unrecognized clause in ${operator}: ${unknown}`)
  if (!Array.isArray(operand.$each))
    throw new CommandError('TypeMismatch', `The argument to $each in ${operator} must be an array`)
  return { values: operand.$each, modifiers: operand }
}

function integerModifier(modifiers: Document, name: string): number | undefined {
  const value = modifiers[name]
  const number = numberOf(value)
  if (value !== undefined && !Number.isInteger(number))
    throw new CommandError('BadValue', `The value for ${name} must be an integer`)
  return number
}

/** By a direction for the elements themselves, or by fields of elements that are documents. */
function sortElements(elements: unknown[], sort: unknown): unknown[] {
  if (isDocument(sort))
    return sortDocuments(elements, (element) => (isDocument(element) ? element : {}), parseSort(sort))
  return sortDocuments(elements, (element) => ({ element: [element] }), parseSort({ element: sort }))
}

/** A plain document is a query on elements that are documents; operators apply to the elements themselves. */
function pullTest(operand: unknown): (element: unknown) => boolean {
  if (isOperators(operand) || typeOf(operand) === 'regex') {
    const filter = compileFilter({ element: operand })
    return (element) => filter.matches({ element })
  }
  if (!isDocument(operand)) return (element) => equalValues(element, operand)
  const filter = compileFilter(operand)
  return (element) => isDocument(element) && filter.matches(element)
}
