import { randomUUID } from 'node:crypto'
import { Int32, UUID } from 'bson'
import { decode, encode, isDocument, type Document } from '../bson/document.ts'
import { numberOf } from '../bson/types.ts'
import { CommandError } from '../errors.ts'
import { parseIndexSpecification, type IndexSpecification } from './index-specification.ts'
import { tablePrefix, tableRange } from './keys.ts'
import type { Storage, Writer } from './storage.ts'

export type Index = IndexSpecification & {
  table: number
  /** Positions of the fields in which some document has, or had, an array. */
  multikey: ReadonlySet<number>
}

export type Collection = {
  database: string
  name: string
  namespace: string
  uuid: UUID
  /** Records are kept in the order of _id: the table of records is the index on _id, and the first of `indexes`. */
  table: number
  indexes: readonly [Index, ...Index[]]
}

/** Which collections and indexes there are: in memory, and in table 0 for the next start. */
export type Catalog = {
  find(namespace: string): Collection | undefined
  list(): Collection[]
  create(writer: Writer, database: string, name: string): Collection
  drop(writer: Writer, collection: Collection): void
  addIndex(writer: Writer, collection: Collection, specification: IndexSpecification): Index
  dropIndex(writer: Writer, collection: Collection, index: Index): void
  markMultikey(writer: Writer, collection: Collection, index: Index, positions: ReadonlySet<number>): void
}

const catalogTable = 0

/** Changes are made in memory at once, since nothing reads between an operation and its commit; a rollback reloads. */
export function createCatalog(storage: Storage): Catalog {
  let collections = load(storage)
  let lastTable = highestTable(collections)
  storage.onRollback(() => {
    collections = load(storage)
    lastTable = highestTable(collections)
  })

  function save(writer: Writer, collection: Collection): Collection {
    collections.set(collection.namespace, collection)
    writer.put(catalogKey(collection.namespace), encode(describe(collection)))
    return collection
  }

  /** The collection as it is now; the one that a caller holds may be older. */
  const current = (collection: Collection): Collection => collections.get(collection.namespace) ?? collection

  function replaceIndexes(writer: Writer, collection: Collection, change: (secondary: Index[]) => Index[]): void {
    const [primary, ...secondary] = current(collection).indexes
    save(writer, { ...collection, indexes: [primary, ...change(secondary)] })
  }

  return {
    find: (namespace) => collections.get(namespace),
    list: () => [...collections.values()],
    create(writer, database, name) {
      const table = ++lastTable
      const indexes: Collection['indexes'] = [primaryIndex(table)]
      return save(writer, {
        database,
        name,
        namespace: `${database}.${name}`,
        uuid: new UUID(randomUUID()),
        table,
        indexes,
      })
    },
    drop(writer, collection) {
      for (const { table } of current(collection).indexes) writer.removeRange(tableRange(table))
      writer.remove(catalogKey(collection.namespace))
      collections.delete(collection.namespace)
    },
    addIndex(writer, collection, specification) {
      const index: Index = { ...specification, table: ++lastTable, multikey: new Set() }
      replaceIndexes(writer, collection, (secondary) => [...secondary, index])
      return index
    },
    dropIndex(writer, collection, index) {
      writer.removeRange(tableRange(index.table))
      replaceIndexes(writer, collection, (secondary) => secondary.filter(({ table }) => table !== index.table))
    },
    markMultikey(writer, collection, { table }, positions) {
      const known = current(collection).indexes.find((index) => index.table === table)?.multikey
      if (known && positions.isSubsetOf(known)) return
      replaceIndexes(writer, collection, (secondary) =>
        secondary.map((index) =>
          index.table === table ? { ...index, multikey: index.multikey.union(positions) } : index,
        ),
      )
    },
  }
}

const catalogKey = (namespace: string): Buffer => Buffer.concat([tablePrefix(catalogTable), Buffer.from(namespace)])

const primaryIndex = (table: number): Index => ({
  ...parseIndexSpecification({ key: { _id: new Int32(1) }, name: '_id_' }),
  unique: true,
  table,
  multikey: new Set(),
})

const describe = ({ database, name, uuid, table, indexes: [, ...secondary] }: Collection): Document => ({
  database,
  name,
  uuid,
  table,
  indexes: secondary.map(({ specification, table, multikey }) => ({ specification, table, multikey: [...multikey] })),
})

function load(storage: Storage): Map<string, Collection> {
  const collections = new Map<string, Collection>()
  for (const { value } of storage.entries(tableRange(catalogTable))) {
    const collection = parseCollection(decode(value))
    collections.set(collection.namespace, collection)
  }
  return collections
}

function parseCollection(stored: Document): Collection {
  const { database, name, uuid, indexes } = stored
  const table = numberOf(stored.table)
  if (typeof database !== 'string' || typeof name !== 'string' || !(uuid instanceof UUID) || table === undefined) {
    throw new CommandError('InternalError', 'the catalog holds a collection that cannot be read')
  }
  const secondary = Array.isArray(indexes) ? indexes.filter(isDocument).map(parseIndex) : []
  return { database, name, namespace: `${database}.${name}`, uuid, table, indexes: [primaryIndex(table), ...secondary] }
}

function parseIndex(stored: Document): Index {
  const table = numberOf(stored.table)
  if (!isDocument(stored.specification) || table === undefined || !Array.isArray(stored.multikey)) {
    throw new CommandError('InternalError', 'the catalog holds an index that cannot be read')
  }
  const multikey = new Set(stored.multikey.map(numberOf).filter((position) => position !== undefined))
  return { ...parseIndexSpecification(stored.specification), table, multikey }
}

const highestTable = (collections: Map<string, Collection>): number =>
  Math.max(catalogTable, ...[...collections.values()].flatMap(({ indexes }) => indexes.map(({ table }) => table)))
