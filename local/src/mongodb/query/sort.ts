import type { Document } from '../bson/document.ts'
import { pathOf, type Path } from '../bson/paths.ts'
import { numberOf } from '../bson/types.ts'
import { CommandError } from '../errors.ts'
import { documentKeys } from '../storage/index-keys.ts'

export type SortField = { path: string; parts: Path; descending: boolean }

export function parseSort(sort: Document): SortField[] {
  return Object.entries(sort).map(([path, value]) => {
    const direction = numberOf(value)
    if (path.startsWith('$'))
      throw new CommandError('BadValue', `FieldPath field names may not start with '$': ${path}`)
    if (direction !== 1 && direction !== -1) {
      throw new CommandError('BadValue', `$sort key ordering must be 1 (for ascending) or -1 (for descending)`)
    }
    return { path, parts: pathOf(path), descending: direction === -1 }
  })
}

/**
 * Keys whose bytes order documents as the sort demands. An array counts by its least element, or its greatest where the
 * field is descending: in both cases the least of its encodings.
 */
export function sortKey(document: Document, sort: readonly SortField[]): Buffer {
  return Buffer.concat(
    sort.map((field) => documentKeys(document, [field]).keys.reduce((a, b) => (Buffer.compare(a, b) <= 0 ? a : b))),
  )
}

/** Sorts stably, computing each key once. */
export function sortDocuments<T>(
  items: Iterable<T>,
  documentOf: (item: T) => Document,
  sort: readonly SortField[],
): T[] {
  const keyed = Array.from(items, (item) => ({ item, key: sortKey(documentOf(item), sort) }))
  return keyed.toSorted((a, b) => Buffer.compare(a.key, b.key)).map(({ item }) => item)
}
