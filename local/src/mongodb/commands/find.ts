import * as z from 'zod'
import { encode } from '../bson/document.ts'
import { defaultBatchSize } from '../cursors.ts'
import { CommandError } from '../errors.ts'
import { compileFilter } from '../query/filter.ts'
import { compileProjection } from '../query/projection.ts'
import type { Query } from '../query/find.ts'
import { parseSort } from '../query/sort.ts'
import {
  count,
  cursorId,
  document,
  flag,
  ignored,
  name,
  notNegative,
  noVariables,
  parseArguments,
  simpleCollation,
} from './arguments.ts'
import { findCollection, parseHint, type Command } from './command.ts'

const findSchema = z.strictObject({
  find: name,
  filter: document.default({}),
  projection: document.default({}),
  sort: document.default({}),
  skip: notNegative.default(0),
  limit: notNegative.default(0),
  batchSize: notNegative.default(defaultBatchSize),
  singleBatch: flag.default(false),
  hint: z.unknown().optional(),
  tailable: flag.default(false),
  collation: simpleCollation,
  let: noVariables,
  allowDiskUse: ignored,
  allowPartialResults: ignored,
  noCursorTimeout: ignored,
  awaitData: ignored,
})

export const find: Command = (command, context) => {
  const {
    find: collectionName,
    filter,
    projection,
    sort,
    skip,
    limit,
    batchSize,
    singleBatch,
    hint,
    tailable,
  } = parseArguments('find', findSchema, command)
  if (tailable)
    throw new CommandError('BadValue', 'error processing query: tailable cursor requested on non capped collection')
  const collection = findCollection(context, collectionName)
  const naturalOrder = '$natural' in sort
  const query: Query = {
    filter: compileFilter(filter),
    sort: naturalOrder ? [] : parseSort(sort),
    skip,
    limit,
    deadline: context.deadline,
    hint: collection && parseHint(collection, naturalOrder ? sort : hint),
  }
  const project = compileProjection(projection, filter)
  const found = collection ? context.finder.find(collection, query) : [].values()
  const results = found.map((stored) => (project ? encode(project(stored.document())) : stored.bytes))
  const reply = context.cursors.open(`${context.database}.${collectionName}`, results, { size: batchSize, singleBatch })
  // The time that a cursor waits for its reader does not count.
  query.deadline = undefined
  return reply
}

const getMoreSchema = z.strictObject({ getMore: cursorId, collection: name, batchSize: notNegative.default(0) })

export const getMore: Command = (command, { cursors, database }) => {
  const { getMore: id, collection, batchSize } = parseArguments('getMore', getMoreSchema, command)
  return cursors.next(`${database}.${collection}`, id, batchSize)
}

const killCursorsSchema = z.strictObject({ killCursors: name, cursors: z.array(cursorId) })

export const killCursors: Command = (command, { cursors }) => {
  const { cursors: ids } = parseArguments('killCursors', killCursorsSchema, command)
  const { killed = [], missing = [] } = Object.groupBy(ids, (id) => (cursors.kill(id) ? 'killed' : 'missing'))
  return { cursorsKilled: killed, cursorsNotFound: missing, cursorsAlive: [], cursorsUnknown: [] }
}

const countSchema = z.strictObject({
  count: name,
  query: document.default({}),
  skip: notNegative.default(0),
  limit: count.default(0),
  hint: z.unknown().optional(),
  collation: simpleCollation,
  fields: ignored,
})

export const countCommand: Command = (command, context) => {
  const { count: collectionName, query, skip, limit, hint } = parseArguments('count', countSchema, command)
  const collection = findCollection(context, collectionName)
  const filter = compileFilter(query)
  if (!collection) return { n: 0 }
  const { deadline } = context
  return {
    n: context.finder.count(collection, {
      filter,
      skip,
      limit: Math.abs(limit),
      hint: parseHint(collection, hint),
      deadline,
    }),
  }
}
