import type { Document } from '../bson/document.ts'
import { valueAt } from '../bson/paths.ts'
import { print } from '../bson/print.ts'
import { CommandError } from '../errors.ts'
import type { Collection, Index } from './catalog.ts'

/** Code 11000 with keyPattern and keyValue, in MongoDB's wording: some code reads the index's name out of it. */
export function duplicateKeyError(collection: Collection, index: Index, document: Document): CommandError {
  const keyValue = Object.fromEntries(
    index.fields.map(({ path, parts }) => [path, valueAt(document, parts) ?? null] as const),
  )
  return new CommandError(
    'DuplicateKey',
    `E11000 duplicate key error collection: ${collection.namespace} index: ${index.name} dup key: ${print(keyValue)}`,
    { keyPattern: index.specification.key, keyValue },
  )
}
