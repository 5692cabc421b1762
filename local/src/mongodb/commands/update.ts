import * as z from 'zod'
import type { Document } from '../bson/document.ts'
import { CommandError } from '../errors.ts'
import { compileFilter } from '../query/filter.ts'
import { parseSort } from '../query/sort.ts'
import type { Writer } from '../storage/storage.ts'
import { compileUpdate } from '../update/update.ts'
import { upsertDocument } from '../update/upsert.ts'
import { document, documents, flag, ignored, name, noVariables, parseArguments, simpleCollation } from './arguments.ts'
import { ensureCollection, findCollection, parseHint, type Command, type CommandContext } from './command.ts'
import { runStatements } from './statements.ts'

const schema = z.strictObject({
  update: name,
  updates: documents,
  ordered: flag.default(true),
  let: noVariables,
  bypassDocumentValidation: ignored,
})

const statementSchema = z.strictObject({
  q: document,
  u: z.unknown(),
  multi: flag.default(false),
  upsert: flag.default(false),
  sort: document.default({}),
  arrayFilters: documents.default([]),
  hint: z.unknown().optional(),
  collation: simpleCollation,
})

type Outcome = { matched: number; modified: number; upserted?: unknown }

export const update: Command = (command, context) => {
  const { update: collectionName, updates, ordered } = parseArguments('update', schema, command)
  return context.storage.write((writer) => {
    const upserted: Document[] = []
    const { done, writeErrors } = runStatements(updates, ordered, (statement, index) => {
      const outcome = runUpdate(context, writer, collectionName, statement)
      if ('upserted' in outcome) upserted.push({ index, _id: outcome.upserted })
      return outcome
    })
    return {
      n: done.reduce((sum, { matched }) => sum + matched, 0) + upserted.length,
      nModified: done.reduce((sum, { modified }) => sum + modified, 0),
      ...(upserted.length > 0 ? { upserted } : {}),
      ...writeErrors,
    }
  })
}

function runUpdate(context: CommandContext, writer: Writer, collectionName: string, statement: Document): Outcome {
  const { q, u, multi, upsert, sort, arrayFilters, hint } = parseArguments('update.updates', statementSchema, statement)
  const filter = compileFilter(q)
  const change = compileUpdate(u, q, arrayFilters)
  if (multi && change.isReplacement) {
    throw new CommandError('FailedToParse', 'multi update is not supported for replacement-style update')
  }
  // Looked up for each statement: the one before may have made the collection, or an index multikey.
  const collection = findCollection(context, collectionName)
  if (collection) {
    const query = { filter, sort: parseSort(sort), limit: multi ? 0 : 1, hint: parseHint(collection, hint) }
    // All are found before the first is changed, or a change could bring a document back into the walk.
    const found = [...context.finder.find(collection, query)]
    const modified = found.filter((stored) => {
      const before = stored.document()
      return context.records.replace(writer, collection, before, change.apply(before, false))
    })
    if (found.length > 0) return { matched: found.length, modified: modified.length }
  }
  if (!upsert) return { matched: 0, modified: 0 }
  const target = ensureCollection(context, writer, collectionName)
  const inserted = context.records.insert(writer, target, upsertDocument(filter, change))
  return { matched: 0, modified: 0, upserted: inserted._id }
}
