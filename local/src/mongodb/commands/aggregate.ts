import * as z from 'zod'
import { encode, isDocument, type Document } from '../bson/document.ts'
import { toPlainDocument } from '../bson/plain.ts'
import { print } from '../bson/print.ts'
import { numberOf } from '../bson/types.ts'
import { runPipeline, type ReadCollection } from '../aggregate/pipeline.ts'
import { defaultBatchSize } from '../cursors.ts'
import { CommandError } from '../errors.ts'
import { compileFilter } from '../query/filter.ts'
import type { Query } from '../query/find.ts'
import { parseSort } from '../query/sort.ts'
import { documents, ignored, name, notNegative, noVariables, parseArguments, simpleCollation } from './arguments.ts'
import { findCollection, parseHint, type Command, type CommandContext } from './command.ts'

const schema = z.strictObject({
  aggregate: name,
  pipeline: documents,
  cursor: z.strictObject({ batchSize: notNegative.default(defaultBatchSize) }),
  hint: z.unknown().optional(),
  collation: simpleCollation,
  let: noVariables,
  allowDiskUse: ignored,
  bypassDocumentValidation: ignored,
})

/** Stages that need a replica set, or write, or belong to services that are not here. */
const refusedStages: Record<string, [code: 'Location40573' | 'NotImplemented', message: string]> = {
  $changeStream: ['Location40573', 'The $changeStream stage is only supported on replica sets'],
  $out: ['NotImplemented', '$out is not supported'],
  $merge: ['NotImplemented', '$merge is not supported'],
}

export const aggregate: Command = (command, context) => {
  const { aggregate: collectionName, pipeline, cursor, hint } = parseArguments('aggregate', schema, command)
  for (const stage of pipeline) {
    const [stageName = ''] = Object.keys(stage)
    if (Object.keys(stage).length !== 1) {
      throw new CommandError('Location40323', 'A pipeline stage specification object must contain exactly one field.')
    }
    const refused = refusedStages[stageName]
    if (refused) throw new CommandError(...refused)
  }
  const collection = findCollection(context, collectionName)
  const { query, rest } = splitPipeline(pipeline)
  const namespace = `${context.database}.${collectionName}`
  const open = (results: Iterator<Buffer>): Buffer =>
    context.cursors.open(namespace, results, { size: cursor.batchSize })

  const fullQuery = { ...query, deadline: context.deadline, hint: collection && parseHint(collection, hint) }
  const counted = countedBy(rest)
  if (collection && counted) {
    const total = context.finder.count(collection, fullQuery)
    return open((total > 0 ? [encode(counted(total))] : []).values())
  }
  const found = collection ? context.finder.find(collection, fullQuery) : [].values()
  if (rest.length === 0) return open(found.map(({ bytes }) => bytes))
  const plain = found.map((stored) => toPlainDocument(stored.document()))
  return open(runPipeline(plain, rest.map(toPlainDocument), reader(context)).values().map(encode))
}

/** What the query engine can do of a pipeline, through indexes: its leading $match, $sort, $skip and $limit. */
function splitPipeline(pipeline: readonly Document[]): { query: Query; rest: readonly Document[] } {
  let rest = pipeline
  const takeWhile = (stage: string, most: number): unknown[] => {
    const taken: unknown[] = []
    for (let [first] = rest; first && stage in first && taken.length < most; [first] = rest) {
      taken.push(first[stage])
      rest = rest.slice(1)
    }
    return taken
  }
  const matches = takeWhile('$match', Infinity)
  const [sort = {}] = takeWhile('$sort', 1)
  const [skip] = takeWhile('$skip', 1)
  const [limit] = takeWhile('$limit', 1)
  if (!matches.every(isDocument))
    throw new CommandError('BadValue', 'the match filter must be an expression in an object')
  if (!isDocument(sort)) throw new CommandError('BadValue', 'the $sort key specification must be an object')
  const filter = compileFilter(matches.length > 1 ? { $and: matches } : (matches[0] ?? {}))
  return {
    query: { filter, sort: parseSort(sort), skip: stageCount('$skip', skip, 0), limit: stageCount('$limit', limit, 1) },
    rest,
  }
}

function stageCount(stage: string, value: unknown, least: number): number {
  if (value === undefined) return 0
  const number = numberOf(value)
  if (number !== undefined && Number.isInteger(number) && number >= least) return number
  throw new CommandError('BadValue', `invalid argument to ${stage} stage: ${print(value)}`)
}

/** How countDocuments arrives: a $group of everything into one count, or a $count. */
function countedBy(rest: readonly Document[]): ((total: number) => Document) | undefined {
  const [stage = {}, ...others] = rest
  if (others.length > 0) return undefined
  const { $count: field, $group: group } = stage
  if (typeof field === 'string' && /^[^$.\0]+$/.test(field)) return (total) => ({ [field]: total })
  if (!isDocument(group)) return undefined
  const { _id, ...fields } = group
  const [[sumField, sum] = [], ...more] = Object.entries(fields)
  const constantId = _id === null || numberOf(_id) !== undefined
  if (!constantId || sumField === undefined || more.length > 0 || !isDocument(sum)) return undefined
  const isOne = Object.keys(sum).length === 1 && numberOf(sum.$sum) === 1
  return isOne ? (total) => ({ _id, [sumField]: total }) : undefined
}

const reader =
  (context: CommandContext): ReadCollection =>
  (collectionName, filter) => {
    const collection = findCollection(context, collectionName)
    if (!collection) return []
    return context.finder
      .find(collection, { filter })
      .map((stored) => toPlainDocument(stored.document()))
      .toArray()
  }
