import * as z from 'zod'
import { compileFilter } from '../query/filter.ts'
import { count, document, documents, flag, name, noVariables, parseArguments, simpleCollation } from './arguments.ts'
import { findCollection, parseHint, type Command } from './command.ts'
import { runStatements } from './statements.ts'

const schema = z.strictObject({ delete: name, deletes: documents, ordered: flag.default(true), let: noVariables })

const statementSchema = z.strictObject({
  q: document,
  limit: count.refine((limit) => limit === 0 || limit === 1, { error: '0 or 1' }),
  hint: z.unknown().optional(),
  collation: simpleCollation,
})

export const deleteCommand: Command = (command, context) => {
  const { delete: collectionName, deletes, ordered } = parseArguments('delete', schema, command)
  return context.storage.write((writer) => {
    const collection = findCollection(context, collectionName)
    const { done, writeErrors } = runStatements(deletes, ordered, (statement) => {
      const { q, limit, hint } = parseArguments('delete.deletes', statementSchema, statement)
      const filter = compileFilter(q)
      if (!collection) return 0
      const found = [...context.finder.find(collection, { filter, limit, hint: parseHint(collection, hint) })]
      for (const stored of found) context.records.remove(writer, collection, stored.document())
      return found.length
    })
    return { n: done.reduce((sum, removed) => sum + removed, 0), ...writeErrors }
  })
}
