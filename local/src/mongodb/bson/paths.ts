import { fieldOf, isDocument } from './document.ts'

/** A dotted path, split: `a.0.b` is ['a', '0', 'b']. */
export type Path = readonly string[]

export const pathOf = (dotted: string): Path => dotted.split('.')

export const isArrayIndex = (part: string): boolean => /^(0|[1-9]\d*)$/.test(part)

/**
 * Whether any value that a query's path reaches satisfies `test`. Arrays on the way are entered, element by element and
 * by index; an array at the end is given whole. What is missing is given as undefined.
 */
export function someValueAt(value: unknown, path: Path, test: (value: unknown) => boolean): boolean {
  const [part, ...rest] = path
  if (part === undefined) return test(value)
  if (isDocument(value)) return someValueAt(fieldOf(value, part), rest, test)
  if (!Array.isArray(value)) return test(undefined)
  if (isArrayIndex(part) && Number(part) < value.length && someValueAt(value[Number(part)], rest, test)) return true
  return value.some((element) => isDocument(element) && someValueAt(element, path, test))
}

/** The value that a path names, entering arrays by index only. */
export function valueAt(value: unknown, path: Path): unknown {
  let current = value
  for (const part of path) {
    if (isDocument(current)) current = fieldOf(current, part)
    else if (Array.isArray(current) && isArrayIndex(part)) current = current[Number(part)]
    else return undefined
  }
  return current
}
