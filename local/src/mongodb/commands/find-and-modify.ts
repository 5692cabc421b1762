import * as z from 'zod'
import type { Document } from '../bson/document.ts'
import { CommandError } from '../errors.ts'
import { compileFilter } from '../query/filter.ts'
import { compileProjection } from '../query/projection.ts'
import { parseSort } from '../query/sort.ts'
import { compileUpdate } from '../update/update.ts'
import { upsertDocument } from '../update/upsert.ts'
import { document, documents, flag, ignored, name, noVariables, parseArguments, simpleCollation } from './arguments.ts'
import { ensureCollection, findCollection, parseHint, type Command } from './command.ts'

const schema = z.strictObject({
  findAndModify: name,
  query: document.default({}),
  sort: document.nullable().default({}),
  remove: flag.default(false),
  update: z.unknown().optional(),
  new: flag.default(false),
  upsert: flag.default(false),
  fields: document.default({}),
  arrayFilters: documents.default([]),
  hint: z.unknown().optional(),
  collation: simpleCollation,
  let: noVariables,
  bypassDocumentValidation: ignored,
})

export const findAndModify: Command = (command, context) => {
  const request = parseArguments('findAndModify', schema, command)
  const { query, remove, update, upsert, fields } = request
  if (remove === (update !== undefined)) {
    throw new CommandError('FailedToParse', 'Either an update or remove=true must be specified, and not both')
  }
  if (remove && (upsert || request.new)) {
    throw new CommandError('FailedToParse', 'Cannot specify both upsert=true or new=true and remove=true')
  }
  const filter = compileFilter(query)
  const sort = parseSort(request.sort ?? {})
  const project = compileProjection(fields, query) ?? ((document: Document) => document)
  const change = remove ? undefined : compileUpdate(update, query, request.arrayFilters)

  return context.storage.write((writer) => {
    const collection = findCollection(context, request.findAndModify)
    const hint = collection && parseHint(collection, request.hint)
    const [stored] = collection ? context.finder.find(collection, { filter, sort, limit: 1, hint }) : []
    const before = stored?.document()
    if (collection && before && change) {
      const after = change.apply(before, false)
      context.records.replace(writer, collection, before, after)
      return { lastErrorObject: { n: 1, updatedExisting: true }, value: project(request.new ? after : before) }
    }
    if (collection && before) {
      context.records.remove(writer, collection, before)
      return { lastErrorObject: { n: 1 }, value: project(before) }
    }
    if (!change || !upsert)
      return { lastErrorObject: { n: 0, ...(change ? { updatedExisting: false } : {}) }, value: null }
    const target = ensureCollection(context, writer, request.findAndModify)
    const inserted = context.records.insert(writer, target, upsertDocument(filter, change))
    return {
      lastErrorObject: { n: 1, updatedExisting: false, upserted: inserted._id },
      value: request.new ? project(inserted) : null,
    }
  })
}
