import type { Document } from '../bson/document.ts'
import { CommandError } from '../errors.ts'
import type { Cursors } from '../cursors.ts'
import type { Finder, Hint } from '../query/find.ts'
import type { Metrics } from '../query/walk.ts'
import type { Catalog, Collection } from '../storage/catalog.ts'
import type { Records } from '../storage/records.ts'
import type { Storage, Writer } from '../storage/storage.ts'
import { isDocument } from '../bson/document.ts'
import { equalValues } from '../bson/key-encoding.ts'
import { numberOf } from '../bson/types.ts'

/** What commands work on. */
export type Engine = {
  storage: Storage
  catalog: Catalog
  records: Records
  finder: Finder
  cursors: Cursors
  metrics: Metrics
}

export type CommandContext = Engine & {
  database: string
  connectionId: number
  /** When maxTimeMS is over, by performance.now(). */
  deadline: number | undefined
}

/** Takes the command without what all commands may carry (sessions, concerns); a Buffer is an answer already encoded. */
export type Command = (command: Document, context: CommandContext) => Document | Buffer | Promise<Document | Buffer>

export const findCollection = ({ catalog, database }: CommandContext, name: string): Collection | undefined =>
  catalog.find(`${database}.${name}`)

export function ensureCollection(context: CommandContext, writer: Writer, name: string): Collection {
  const existing = findCollection(context, name)
  if (existing) return existing
  if (name.includes('$') || name.startsWith('system.') || name.startsWith('.') || name.includes('\0')) {
    throw new CommandError('InvalidNamespace', `Invalid collection name: ${name}`)
  }
  return context.catalog.create(writer, context.database, name)
}

/** An index by its name or key, or the records in their order. */
export function parseHint(collection: Collection, hint: unknown): Hint | undefined {
  if (hint === undefined || (isDocument(hint) && Object.keys(hint).length === 0)) return undefined
  const natural = isDocument(hint) ? numberOf(hint.$natural) : undefined
  if (natural !== undefined) return { naturalOrder: natural < 0 ? -1 : 1 }
  const index = collection.indexes.find(
    ({ name, specification }) => name === hint || equalValues(specification.key, hint),
  )
  if (!index)
    throw new CommandError('BadValue', 'error processing query: hint provided does not correspond to an existing index')
  return { index }
}
