import { ObjectId } from 'bson'
import { encodeRecord, isDocument, type Document } from '../bson/document.ts'
import { encodeKey } from '../bson/key-encoding.ts'
import { typeOf } from '../bson/types.ts'
import { CommandError } from '../errors.ts'
import type { Catalog, Collection, Index } from './catalog.ts'
import { duplicateKeyError } from './duplicate-key.ts'
import { documentKeys } from './index-keys.ts'
import { prefixRange, tablePrefix } from './keys.ts'
import { maxKeyBytes, type Entry, type Reader, type Writer } from './storage.ts'

const recordKey = (collection: Collection, id: unknown): Buffer =>
  checkKey(Buffer.concat([tablePrefix(collection.table), encodeKey(id)]), '_id_')

/** The key of the record that an entry of an index stands for. */
export function recordKeyOf(collection: Collection, index: Index, { key, value }: Entry): Buffer {
  return index.table === collection.table
    ? key
    : Buffer.concat([tablePrefix(collection.table), key.subarray(value.readUInt16BE())])
}

/** Writes of single documents, each complete with its index entries or refused before anything is written. */
export type Records = {
  /** Gives the document as stored: with an _id, which comes first. */
  insert(writer: Writer, collection: Collection, document: Document): Document
  /** Gives false, and writes nothing, if the documents are the same. */
  replace(writer: Writer, collection: Collection, before: Document, after: Document): boolean
  remove(writer: Writer, collection: Collection, document: Document): void
  /** Fills an index that has just been added. */
  fill(writer: Writer, collection: Collection, index: Index, documents: Iterable<Document>): void
}

export function createRecords(catalog: Catalog): Records {
  /** Puts and removes what differs between a document's entries before and after, once uniqueness has been checked. */
  function update(
    writer: Writer,
    collection: Collection,
    before: Document | undefined,
    after: Document | undefined,
  ): void {
    const [, ...secondary] = (catalog.find(collection.namespace) ?? collection).indexes
    const changes = secondary.map((index) => indexChange(catalog, writer, collection, index, before, after))
    for (const { index, added } of changes) {
      if (after && index.unique) checkUnique(writer, collection, index, added, after)
    }
    for (const { removed, added } of changes) {
      for (const entry of removed) writer.remove(entry.key)
      for (const entry of added) writer.put(entry.key, entry.value)
    }
  }

  return {
    insert(writer, collection, document) {
      const stored = withId(document)
      const key = recordKey(collection, stored._id)
      const bytes = encodeRecord(stored)
      if (writer.get(key)) throw duplicateKeyError(collection, collection.indexes[0], stored)
      update(writer, collection, undefined, stored)
      writer.put(key, bytes)
      return stored
    },
    replace(writer, collection, before, after) {
      const bytes = encodeRecord(after)
      if (bytes.equals(encodeRecord(before))) return false
      update(writer, collection, before, after)
      writer.put(recordKey(collection, before._id), bytes)
      return true
    },
    remove(writer, collection, document) {
      update(writer, collection, document, undefined)
      writer.remove(recordKey(collection, document._id))
    },
    fill(writer, collection, index, documents) {
      for (const document of documents) {
        const { added } = indexChange(catalog, writer, collection, index, undefined, document)
        if (index.unique) checkUnique(writer, collection, index, added, document)
        for (const { key, value } of added) writer.put(key, value)
      }
    },
  }
}

type IndexChange = { index: Index; removed: Entry[]; added: Entry[] }

function indexChange(
  catalog: Catalog,
  writer: Writer,
  collection: Collection,
  index: Index,
  before: Document | undefined,
  after: Document | undefined,
): IndexChange {
  const old = before ? entriesOf(index, before).entries : []
  const { entries, multikey } = after ? entriesOf(index, after) : { entries: [], multikey: new Set<number>() }
  if (!multikey.isSubsetOf(index.multikey)) catalog.markMultikey(writer, collection, index, multikey)
  const without = (some: Entry[], others: Entry[]): Entry[] => {
    const keys = new Set(others.map(({ key }) => key.toString('latin1')))
    return some.filter(({ key }) => !keys.has(key.toString('latin1')))
  }
  return { index, removed: without(old, entries), added: without(entries, old) }
}

/** An entry's key is the table, the fields and the _id; its value says where in the key the _id begins. */
function entriesOf(index: Index, document: Document): { entries: Entry[]; multikey: ReadonlySet<number> } {
  const { keys, multikey, absent } = documentKeys(document, index.fields)
  if ((index.sparse && absent) || (index.partialFilter && !index.partialFilter.matches(document))) {
    return { entries: [], multikey: new Set() }
  }
  const prefix = tablePrefix(index.table)
  const id = encodeKey(document._id)
  const entries = keys.map((fields) => {
    const value = Buffer.alloc(2)
    value.writeUInt16BE(prefix.length + fields.length)
    return { key: checkKey(Buffer.concat([prefix, fields, id]), index.name), value }
  })
  return { entries, multikey }
}

function checkUnique(reader: Reader, collection: Collection, index: Index, added: Entry[], document: Document): void {
  const id = encodeKey(document._id)
  for (const { key, value } of added) {
    for (const other of reader.entries(prefixRange(key.subarray(0, value.readUInt16BE())))) {
      if (!other.key.subarray(other.value.readUInt16BE()).equals(id))
        throw duplicateKeyError(collection, index, document)
    }
  }
}

function checkKey(key: Buffer, indexName: string): Buffer {
  if (key.length <= maxKeyBytes) return key
  throw new CommandError(
    'KeyTooLong',
    `key of index ${indexName} is too large: ${key.length} bytes, at most ${maxKeyBytes}`,
  )
}

function withId(document: Document): Document {
  for (const name of Object.keys(document)) {
    if (name.startsWith('$')) {
      throw new CommandError(
        'DollarPrefixedFieldName',
        `The dollar ($) prefixed field '${name}' is not valid for storage.`,
      )
    }
  }
  const { _id, ...fields } = document
  const id = _id ?? (Object.hasOwn(document, '_id') ? null : new ObjectId())
  checkId(id)
  return { _id: id, ...fields }
}

function checkId(id: unknown): void {
  const type = typeOf(id)
  if (type === 'array' || type === 'regex') {
    throw new CommandError('InvalidIdField', `The '_id' value cannot be of type ${type}`)
  }
  if (isDocument(id) && Object.keys(id).some((name) => name.startsWith('$'))) {
    throw new CommandError('DollarPrefixedFieldName', "'_id' fields may not contain '$'-prefixed fields")
  }
}
