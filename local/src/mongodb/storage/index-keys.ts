import { fieldOf, isDocument, type Document } from '../bson/document.ts'
import { complement, emptyArrayKey, encodeKey } from '../bson/key-encoding.ts'
import { isArrayIndex, type Path } from '../bson/paths.ts'
import { CommandError } from '../errors.ts'

export type KeyField = { path: string; parts: Path; descending: boolean }

export type DocumentKeys = {
  /** Each key once: the fields' encodings, one after the other. */
  keys: Buffer[]
  /** Which fields, by position, reached into an array. */
  multikey: ReadonlySet<number>
  /** Whether the document has none of the fields, so that a sparse index leaves it out. */
  absent: boolean
}

/** Where the walk along one field's path stands: `done` when `value` is what is indexed. */
type Step = { value: unknown; path: Path; done: boolean; emptyArray: boolean }

/** The keys of a document in an index: one, or one for each element of an array that a path goes through. */
export function documentKeys(document: Document, fields: readonly KeyField[]): DocumentKeys {
  const multikey = new Set<number>()
  const tuples = expand(
    fields.map(({ parts }) => ({ value: document, path: parts, done: false, emptyArray: false })),
    multikey,
  )
  const unique = new Map<string, Buffer>()
  for (const tuple of tuples) {
    const key = Buffer.concat(tuple.map((step, position) => encodeStep(step, fields[position]?.descending ?? false)))
    unique.set(key.toString('latin1'), key)
  }
  const absent = tuples.every((tuple) => tuple.every(({ value, emptyArray }) => value === undefined && !emptyArray))
  return { keys: [...unique.values()], multikey, absent }
}

function encodeStep({ value, emptyArray }: Step, descending: boolean): Buffer {
  const key = emptyArray ? emptyArrayKey : encodeKey(value)
  return descending ? complement(key) : key
}

/** Walks all fields until their values or an array; the fields that reach the same array go on together, per element. */
function expand(steps: Step[], multikey: Set<number>): Step[][] {
  const reached = steps.map(advance)
  const arrays = new Set(reached.filter(({ done }) => !done).map(({ value }) => value))
  const [array] = arrays
  if (!Array.isArray(array)) return [reached]
  if (arrays.size > 1) throw new CommandError('CannotIndexParallelArrays', 'cannot index parallel arrays')
  reached.forEach(({ done }, position) => !done && multikey.add(position))
  const elements: unknown[] = array.length > 0 ? array : [undefined]
  return elements.flatMap((element) =>
    expand(
      reached.map((step) => (step.done ? step : enter(step, element, array.length === 0))),
      multikey,
    ),
  )
}

function advance(step: Step): Step {
  let { value, path } = step
  while (!step.done) {
    const [part, ...rest] = path
    if (Array.isArray(value) && (part === undefined || !isArrayIndex(part))) break
    if (part === undefined) return { ...step, value, done: true }
    if (isDocument(value)) value = fieldOf(value, part)
    else if (Array.isArray(value)) value = value[Number(part)]
    else return { ...step, value: undefined, done: true }
    path = rest
  }
  return { ...step, value, path }
}

/** An array inside an array is a value, and not entered again. */
function enter(step: Step, element: unknown, emptyArray: boolean): Step {
  if (step.path.length === 0) return { ...step, value: element, done: true, emptyArray }
  return isDocument(element) ? { ...step, value: element } : { ...step, value: undefined, done: true }
}
