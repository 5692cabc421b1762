import * as z from 'zod'
import { documents, flag, ignored, name, parseArguments } from './arguments.ts'
import { ensureCollection, type Command } from './command.ts'
import { runStatements } from './statements.ts'

const schema = z.strictObject({
  insert: name,
  documents,
  ordered: flag.default(true),
  bypassDocumentValidation: ignored,
})

export const insert: Command = (command, context) => {
  const { insert: collectionName, documents, ordered } = parseArguments('insert', schema, command)
  return context.storage.write((writer) => {
    const collection = ensureCollection(context, writer, collectionName)
    const { done, writeErrors } = runStatements(documents, ordered, (document) =>
      context.records.insert(writer, collection, document),
    )
    return { n: done.length, ...writeErrors }
  })
}
