import * as z from 'zod'
import { encode, isDocument } from '../bson/document.ts'
import { equalValues } from '../bson/key-encoding.ts'
import { CommandError } from '../errors.ts'
import { compileFilter } from '../query/filter.ts'
import type { Collection } from '../storage/catalog.ts'
import { findSameIndex, parseIndexSpecification } from '../storage/index-specification.ts'
import { documents, ignored, name, notNegative, parseArguments } from './arguments.ts'
import { ensureCollection, findCollection, type Command, type CommandContext } from './command.ts'

const maxIndexes = 64

const createIndexesSchema = z.strictObject({ createIndexes: name, indexes: documents.min(1), commitQuorum: ignored })

export const createIndexes: Command = (command, context) => {
  const { createIndexes: collectionName, indexes } = parseArguments('createIndexes', createIndexesSchema, command)
  const wanted = indexes.map(parseIndexSpecification)
  return context.storage.write((writer) => {
    const createdCollection = !findCollection(context, collectionName)
    const collection = ensureCollection(context, writer, collectionName)
    const before = collection.indexes.length
    for (const specification of wanted) {
      const { indexes: existing } = findCollection(context, collectionName) ?? collection
      if (findSameIndex(existing, specification)) continue
      if (existing.length >= maxIndexes)
        throw new CommandError('CannotCreateIndex', `too many indexes, the limit is ${maxIndexes}`)
      const index = context.catalog.addIndex(writer, collection, specification)
      try {
        const all = context.finder.find(collection, { filter: compileFilter({}) }).map((stored) => stored.document())
        context.records.fill(writer, collection, index, all)
      } catch (error) {
        context.catalog.dropIndex(writer, collection, index)
        throw error
      }
    }
    const after = findCollection(context, collectionName)?.indexes.length ?? before
    return {
      numIndexesBefore: before,
      numIndexesAfter: after,
      createdCollectionAutomatically: createdCollection,
      ...(after === before ? { note: 'all indexes already exist' } : {}),
    }
  })
}

const listIndexesSchema = z.strictObject({
  listIndexes: name,
  cursor: z.strictObject({ batchSize: notNegative.default(Infinity) }).default({ batchSize: Infinity }),
})

export const listIndexes: Command = (command, context) => {
  const { listIndexes: collectionName, cursor } = parseArguments('listIndexes', listIndexesSchema, command)
  const { namespace, indexes } = existingCollection(context, collectionName)
  const results = indexes.values().map(({ specification }) => encode(specification))
  return context.cursors.open(namespace, results, { size: cursor.batchSize })
}

const dropIndexesSchema = z.strictObject({ dropIndexes: name, index: z.unknown() })

export const dropIndexes: Command = (command, context) => {
  const { dropIndexes: collectionName, index: named } = parseArguments('dropIndexes', dropIndexesSchema, command)
  return context.storage.write((writer) => {
    const collection = existingCollection(context, collectionName)
    const [primary, ...secondary] = collection.indexes
    if (named === primary.name) throw new CommandError('InvalidOptions', 'cannot drop _id index')
    const names = Array.isArray(named) ? named : [named]
    const dropped =
      named === '*'
        ? secondary
        : names.map((wanted) => {
            const isWanted = (index: Collection['indexes'][number]): boolean =>
              isDocument(wanted) ? equalValues(index.specification.key, wanted) : index.name === wanted
            const found = secondary.find(isWanted)
            if (!found) throw new CommandError('IndexNotFound', `index not found with name [${String(wanted)}]`)
            return found
          })
    for (const index of dropped) context.catalog.dropIndex(writer, collection, index)
    return { nIndexesWas: collection.indexes.length }
  })
}

function existingCollection(context: CommandContext, collectionName: string): Collection {
  const collection = findCollection(context, collectionName)
  if (!collection)
    throw new CommandError('NamespaceNotFound', `ns does not exist: ${context.database}.${collectionName}`)
  return collection
}
