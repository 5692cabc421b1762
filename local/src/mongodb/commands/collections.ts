import { Int32 } from 'bson'
import * as z from 'zod'
import { encode } from '../bson/document.ts'
import { CommandError } from '../errors.ts'
import { compileFilter } from '../query/filter.ts'
import { count, document, flag, ignored, name, notNegative, parseArguments } from './arguments.ts'
import { ensureCollection, findCollection, type Command } from './command.ts'

/** Capped, time series, views, validators and collations are not here; their options are refused as unknown. */
const createSchema = z.strictObject({ create: name, autoIndexId: ignored })

export const create: Command = (command, context) => {
  const { create: collectionName } = parseArguments('create', createSchema, command)
  return context.storage.write((writer) => {
    if (findCollection(context, collectionName)) {
      throw new CommandError('NamespaceExists', `Collection ${context.database}.${collectionName} already exists.`)
    }
    ensureCollection(context, writer, collectionName)
    return {}
  })
}

const dropSchema = z.strictObject({ drop: name })

export const drop: Command = (command, context) => {
  const { drop: collectionName } = parseArguments('drop', dropSchema, command)
  return context.storage.write((writer) => {
    const collection = findCollection(context, collectionName)
    if (!collection) return {}
    context.catalog.drop(writer, collection)
    return { nIndexesWas: collection.indexes.length, ns: collection.namespace }
  })
}

const dropDatabaseSchema = z.strictObject({ dropDatabase: count })

export const dropDatabase: Command = (command, context) => {
  parseArguments('dropDatabase', dropDatabaseSchema, command)
  return context.storage.write((writer) => {
    const collections = context.catalog.list().filter(({ database }) => database === context.database)
    for (const collection of collections) context.catalog.drop(writer, collection)
    return collections.length > 0 ? { dropped: context.database } : {}
  })
}

const listCollectionsSchema = z.strictObject({
  listCollections: count,
  filter: document.default({}),
  nameOnly: flag.default(false),
  cursor: z.strictObject({ batchSize: notNegative.default(Infinity) }).default({ batchSize: Infinity }),
  authorizedCollections: ignored,
})

export const listCollections: Command = (command, { catalog, cursors, database }) => {
  const { filter, nameOnly, cursor } = parseArguments('listCollections', listCollectionsSchema, command)
  const { matches } = compileFilter(filter)
  const results = catalog
    .list()
    .filter((collection) => collection.database === database)
    .map(({ name, uuid, indexes: [primary] }) => ({
      name,
      type: 'collection',
      ...(nameOnly ? {} : { options: {}, info: { readOnly: false, uuid }, idIndex: primary.specification }),
    }))
    .filter(matches)
  return cursors.open(`${database}.$cmd.listCollections`, results.values().map(encode), { size: cursor.batchSize })
}

const listDatabasesSchema = z.strictObject({
  listDatabases: count,
  filter: document.default({}),
  nameOnly: flag.default(false),
  authorizedDatabases: ignored,
})

export const listDatabases: Command = (command, { catalog }) => {
  const { filter, nameOnly } = parseArguments('listDatabases', listDatabasesSchema, command)
  const { matches } = compileFilter(filter)
  const names = [...new Set(catalog.list().map(({ database }) => database))].toSorted()
  const databases = names.map((name) => ({ name, ...(nameOnly ? {} : { sizeOnDisk: new Int32(0), empty: false }) }))
  return { databases: databases.filter(matches), ...(nameOnly ? {} : { totalSize: 0 }) }
}
