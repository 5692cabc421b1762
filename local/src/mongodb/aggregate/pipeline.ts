import { Aggregator } from 'mingo/aggregator'
import { evalExpr } from 'mingo/core'
import { Lazy, type Iterator } from 'mingo/lazy'
import type { Options } from 'mingo/types'
import { isDocument, type Document } from '../bson/document.ts'
import { pathOf, someValueAt } from '../bson/paths.ts'
import { CommandError } from '../errors.ts'
import { compileFilter, type Filter } from '../query/filter.ts'
import { parseSort, sortDocuments } from '../query/sort.ts'
import { createMingoContext, withMongodbErrors } from './mingo.ts'

/** How stages reach other collections: each call reads afresh, since mingo changes what it is given. */
export type ReadCollection = (name: string, filter: Filter) => Document[]

/**
 * Runs a pipeline over plain documents with mingo, which may change them. Ours are the stages that mingo answers in
 * another way than MongoDB ($match and $sort in BSON order, $count of nothing) or without an index ($lookup).
 */
export function runPipeline(
  documents: Iterable<Document>,
  stages: readonly Document[],
  read: ReadCollection,
  variables: Document = {},
): Document[] {
  const $match = (items: Iterator, query: unknown): Iterator => {
    const filter = compileFilter(documentOf('$match', query), variables)
    return items.filter((item: Document) => filter.matches(item))
  }
  const $sort = (items: Iterator, sort: unknown): Iterator => {
    const fields = parseSort(documentOf('$sort', sort))
    return items.transform<Document>((all) => Lazy(sortDocuments(all, (item) => item, fields)))
  }
  const $count = (items: Iterator, name: unknown): Iterator =>
    items.transform<Document>((all) => Lazy(all.length === 0 ? [] : [{ [String(name)]: all.length }]))
  const $lookup = (items: Iterator, specification: unknown, options: Options): Iterator => {
    const lookup = documentOf('$lookup', specification)
    const { as } = lookup
    if (typeof as !== 'string') throw new CommandError('FailedToParse', "$lookup needs an 'as' that is a string")
    return items.map((item: Document) => ({ ...item, [as]: join(item, lookup, options) }))
  }

  function join(item: Document, lookup: Document, options: Options): Document[] {
    const { from, localField, foreignField, let: bindings, pipeline } = lookup
    if (typeof from !== 'string') throw new CommandError('FailedToParse', "$lookup needs a 'from' that is a string")
    const byField = typeof localField === 'string' && typeof foreignField === 'string'
    const query = byField ? { [foreignField]: { $in: valuesAt(item, localField) } } : {}
    const found = read(from, compileFilter(query))
    if (!Array.isArray(pipeline)) return found
    const bound: unknown = evalExpr(item, bindings ?? {}, options)
    return runPipeline(found, pipeline.filter(isDocument), read, { ...variables, ...(isDocument(bound) ? bound : {}) })
  }

  const context = createMingoContext({ $match, $sort, $count, $lookup })
  const collectionResolver = (name: string): Document[] => read(name, compileFilter({}))
  const aggregator = new Aggregator([...stages], { context, scriptEnabled: false, variables, collectionResolver })
  return withMongodbErrors(() => aggregator.run<Document>(documents))
}

function documentOf(stage: string, value: unknown): Document {
  if (isDocument(value)) return value
  throw new CommandError('FailedToParse', `the ${stage} stage needs an object`)
}

/** What a $lookup compares: the elements of an array, or the value, or null where there is none. */
function valuesAt(document: Document, path: string): unknown[] {
  const values: unknown[] = []
  someValueAt(document, pathOf(path), (value) => {
    values.push(...(Array.isArray(value) ? value : [value ?? null]))
    return false
  })
  return values
}
