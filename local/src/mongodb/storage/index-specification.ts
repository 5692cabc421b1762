import { pathOf } from '../bson/paths.ts'
import { isDocument, type Document } from '../bson/document.ts'
import { equalValues } from '../bson/key-encoding.ts'
import { numberOf } from '../bson/types.ts'
import { CommandError } from '../errors.ts'
import { compileFilter, type Filter } from '../query/filter.ts'
import type { KeyField } from './index-keys.ts'

/** What createIndexes was asked for, checked: `specification` is what listIndexes shows. */
export type IndexSpecification = {
  name: string
  fields: readonly KeyField[]
  unique: boolean
  sparse: boolean
  partialFilter: Filter | undefined
  expireAfterSeconds: number | undefined
  specification: Document
}

/** The options that change what an index holds; `background` and `v` are accepted and mean nothing here. */
const options = ['unique', 'sparse', 'partialFilterExpression', 'expireAfterSeconds']
const ignoredOptions = ['v', 'key', 'name', 'background', 'ns']
const maxFields = 32

export function parseIndexSpecification(requested: Document): IndexSpecification {
  const { key, name, unique, sparse, partialFilterExpression, expireAfterSeconds } = requested
  if (!isDocument(key))
    throw new CommandError('FailedToParse', "The 'key' field is a required property of an index specification")
  if (typeof name !== 'string' || name === '') {
    throw new CommandError('FailedToParse', "The 'name' field is a required property of an index specification")
  }
  const unknown = Object.keys(requested).find((option) => ![...options, ...ignoredOptions].includes(option))
  if (unknown) {
    throw new CommandError(
      'CannotCreateIndex',
      `Error in specification: the index option '${unknown}' is not supported`,
    )
  }
  if (partialFilterExpression !== undefined && !isDocument(partialFilterExpression)) {
    throw new CommandError('CannotCreateIndex', "'partialFilterExpression' must be an object")
  }
  const fields = parseFields(key)
  const seconds = numberOf(expireAfterSeconds)
  if (expireAfterSeconds !== undefined && (seconds === undefined || seconds < 0 || seconds > 2 ** 31 - 1)) {
    throw new CommandError('CannotCreateIndex', "TTL index 'expireAfterSeconds' option must be within 0 and 2147483647")
  }
  if (seconds !== undefined && fields.length > 1) {
    throw new CommandError(
      'CannotCreateIndex',
      'TTL indexes are single-field indexes, compound indexes do not support TTL',
    )
  }
  const kept = options.filter((option) => requested[option] !== undefined && requested[option] !== false)
  return {
    name,
    fields,
    unique: Boolean(unique),
    sparse: Boolean(sparse),
    partialFilter: partialFilterExpression && compileFilter(partialFilterExpression),
    expireAfterSeconds: seconds,
    specification: { v: 2, key, name, ...Object.fromEntries(kept.map((option) => [option, requested[option]])) },
  }
}

function parseFields(key: Document): KeyField[] {
  const entries = Object.entries(key)
  if (entries.length === 0) throw new CommandError('CannotCreateIndex', 'Index keys cannot be an empty object')
  if (entries.length > maxFields)
    throw new CommandError('CannotCreateIndex', `Index keys cannot have more than ${maxFields} fields`)
  return entries.map(([path, value]) => {
    const direction = numberOf(value)
    if (direction === undefined) {
      throw new CommandError('CannotCreateIndex', `indexes of type '${String(value)}' are not supported`)
    }
    if (direction === 0 || Number.isNaN(direction)) {
      throw new CommandError('CannotCreateIndex', 'Values in the index key pattern cannot be 0')
    }
    if (path.split('.').some((part) => part === '' || part.startsWith('$'))) {
      throw new CommandError('CannotCreateIndex', `Index key contains an illegal field name: '${path}'`)
    }
    return { path, parts: pathOf(path), descending: direction < 0 }
  })
}

/** Whether an index with that name or key exists already; throws if one does that is not the same. */
export function findSameIndex<T extends IndexSpecification>(
  existing: readonly T[],
  wanted: IndexSpecification,
): T | undefined {
  const sameKey = (index: T): boolean => sameFields(index.fields, wanted.fields)
  const sameOptions = (index: T): boolean =>
    options.every((option) => equalValues(index.specification[option], wanted.specification[option]))
  const named = existing.find(({ name }) => name === wanted.name)
  if (named && !(sameKey(named) && sameOptions(named))) {
    throw new CommandError(
      'IndexKeySpecsConflict',
      `An existing index has the same name as the requested index: ${wanted.name}`,
    )
  }
  const keyed = existing.find((index) => index.name !== wanted.name && sameKey(index))
  if (keyed) throw new CommandError('IndexOptionsConflict', `Index already exists with a different name: ${keyed.name}`)
  return named
}

const sameFields = (a: readonly KeyField[], b: readonly KeyField[]): boolean =>
  a.length === b.length && a.every(({ path, descending }, i) => path === b[i]?.path && descending === b[i]?.descending)
