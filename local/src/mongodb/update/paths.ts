import { fieldOf, isDocument, type Document } from '../bson/document.ts'
import { isArrayIndex, type Path } from '../bson/paths.ts'
import { print } from '../bson/print.ts'
import { CommandError } from '../errors.ts'

/** How far beyond its end an array may be written to; what lies between becomes null. */
const maxPadding = 1_500_000

/**
 * A copy of `container` in which the value at `path` is what `change` makes of it; undefined removes a field. Documents on
 * the way that are missing are made, unless there is nothing to put there.
 */
export function changeAt(container: unknown, path: Path, change: (value: unknown) => unknown): unknown {
  const [part, ...rest] = path
  if (part === undefined) return change(container)
  if (container === undefined) return changeAt({}, path, change)
  if (isDocument(container)) return changeField(container, part, rest, change)
  if (Array.isArray(container) && isArrayIndex(part)) return changeElement(container, Number(part), rest, change)
  // Asking what is to be written tells whether anything is: $unset of a path that does not exist changes nothing.
  if (change(undefined) === undefined) return container
  throw new CommandError('PathNotViable', `Cannot create field '${part}' in element ${print(container)}`)
}

function changeField(container: Document, part: string, rest: Path, change: (value: unknown) => unknown): Document {
  const before = fieldOf(container, part)
  if (before === undefined && rest.length > 0 && change(undefined) === undefined) return container
  const after = changeAt(before, rest, change)
  if (after === undefined) {
    const { [part]: _, ...others } = container
    return others
  }
  return { ...container, [part]: after }
}

function changeElement(elements: unknown[], index: number, rest: Path, change: (value: unknown) => unknown): unknown[] {
  const exists = index < elements.length
  if (!exists && change(undefined) === undefined) return elements
  if (index > elements.length + maxPadding)
    throw new CommandError('BadValue', `can't backfill more than ${maxPadding} elements`)
  const copy = exists ? [...elements] : [...elements, ...Array.from({ length: index - elements.length }, () => null)]
  // An element that is removed leaves null, so that the others keep their places.
  copy[index] = changeAt(elements[index], rest, change) ?? null
  return copy
}

/** Refuses two operators that touch one path, or a path and what is inside it. */
export function checkConflicts(paths: readonly string[]): void {
  const taken = new Set<string>()
  for (const path of paths) {
    const parts = path.split('.')
    if (parts.includes(''))
      throw new CommandError(
        'EmptyFieldName',
        `The update path '${path}' contains an empty field name, which is not allowed.`,
      )
    const inside = [...taken].some((other) => other.startsWith(`${path}.`))
    const prefixes = parts.map((_, i) => parts.slice(0, i + 1).join('.'))
    if (inside || prefixes.some((prefix) => taken.has(prefix))) {
      throw new CommandError(
        'ConflictingUpdateOperators',
        `Updating the path '${path}' would create a conflict at '${path}'`,
      )
    }
    taken.add(path)
  }
}
