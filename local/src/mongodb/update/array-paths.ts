import { isDocument, type Document } from '../bson/document.ts'
import { valueAt, type Path } from '../bson/paths.ts'
import { CommandError } from '../errors.ts'
import { compileFilter, type Filter } from '../query/filter.ts'
import { matchedElement } from '../query/positional.ts'

export type ArrayFilters = ReadonlyMap<string, Filter>

/** The filters by the identifier that they start with: `[{ 'item.age': 5 }]` is for `$[item]`. */
export function parseArrayFilters(filters: readonly Document[], paths: readonly string[]): ArrayFilters {
  const parsed = new Map<string, Filter>()
  for (const filter of filters) {
    const [name = ''] = Object.keys(filter)
    const identifier = name.split('.', 1)[0] ?? ''
    if (!/^[a-z][a-zA-Z0-9]*$/.test(identifier)) {
      throw new CommandError(
        'BadValue',
        `Error parsing array filter :: the top-level field name must be an alphanumeric string, found '${identifier}'`,
      )
    }
    if (parsed.has(identifier))
      throw new CommandError(
        'FailedToParse',
        `Found multiple array filters with the same top-level field name ${identifier}`,
      )
    if (!paths.some((path) => path.split('.').includes(`$[${identifier}]`))) {
      throw new CommandError(
        'FailedToParse',
        `The array filter for identifier '${identifier}' was not used in the update`,
      )
    }
    parsed.set(identifier, compileFilter(filter))
  }
  return parsed
}

/** The paths that one with `$`, `$[]` or `$[identifier]` stands for in a document. */
export function expandPath(path: Path, document: Document, query: Document, filters: ArrayFilters): Path[] {
  const position = path.findIndex((part) => part.startsWith('$'))
  if (position < 0) return [path]
  const array = path.slice(0, position)
  return selected(path[position] ?? '', array, document, query, filters).flatMap((index) =>
    expandPath([...array, String(index), ...path.slice(position + 1)], document, query, filters),
  )
}

function selected(
  placeholder: string,
  array: Path,
  document: Document,
  query: Document,
  filters: ArrayFilters,
): number[] {
  if (placeholder === '$') return [matchedElement(query, array.join('.'), document)]
  const identifier = /^\$\[(\w*)\]$/.exec(placeholder)?.[1]
  if (identifier === undefined)
    throw new CommandError(
      'DollarPrefixedFieldName',
      `The dollar ($) prefixed field '${placeholder}' is not valid for storage.`,
    )
  const filter = filters.get(identifier)
  if (identifier !== '' && !filter)
    throw new CommandError(
      'BadValue',
      `No array filter found for identifier '${identifier}' in path '${array.join('.')}'`,
    )
  const elements = valueAt(document, array)
  if (!Array.isArray(elements)) {
    throw new CommandError(
      'BadValue',
      `The path '${array.join('.')}' must exist in the document in order to apply array updates.`,
    )
  }
  return [...elements.keys()].filter((index) => filter?.matches({ [identifier]: elements[index] }) ?? true)
}

export const isDocumentList = (value: unknown): value is Document[] => Array.isArray(value) && value.every(isDocument)
