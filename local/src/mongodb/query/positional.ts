import { isDocument, type Document } from '../bson/document.ts'
import { pathOf, valueAt, type Path } from '../bson/paths.ts'
import { CommandError } from '../errors.ts'
import { compileFilter } from './filter.ts'

/** The position of the element of an array that a query's conditions on that array matched: what `$` stands for. */
export function matchedElement(query: Document, array: string, document: Document): number {
  const conditions = conditionsOn(query, array)
  const path = pathOf(array)
  const elements = valueAt(document, path)
  if (conditions.length > 0 && Array.isArray(elements)) {
    const filter = compileFilter({ $and: conditions })
    const position = elements.findIndex((element) => filter.matches(withValue(document, path, [element])))
    if (position >= 0) return position
  }
  throw new CommandError('BadValue', 'The positional operator did not find the match needed from the query.')
}

const conditionsOn = (query: Document, array: string): Document[] =>
  Object.entries(query).flatMap(([name, operand]): Document[] => {
    if (name === '$and' && Array.isArray(operand))
      return operand.filter(isDocument).flatMap((clause) => conditionsOn(clause, array))
    return name === array || name.startsWith(`${array}.`) ? [{ [name]: operand }] : []
  })

function withValue(document: Document, [part = '', ...rest]: Path, value: unknown): Document {
  const inner = document[part]
  return { ...document, [part]: rest.length === 0 ? value : withValue(isDocument(inner) ? inner : {}, rest, value) }
}
