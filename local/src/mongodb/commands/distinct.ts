import * as z from 'zod'
import { encodeKey } from '../bson/key-encoding.ts'
import { pathOf, someValueAt } from '../bson/paths.ts'
import { compileFilter } from '../query/filter.ts'
import { document, name, parseArguments, simpleCollation } from './arguments.ts'
import { findCollection, parseHint, type Command } from './command.ts'

const schema = z.strictObject({
  distinct: name,
  key: name,
  query: document.nullable().default({}),
  hint: z.unknown().optional(),
  collation: simpleCollation,
})

/** The values of a field, each once; of an array, its elements. */
export const distinct: Command = (command, context) => {
  const { distinct: collectionName, key, query, hint } = parseArguments('distinct', schema, command)
  const collection = findCollection(context, collectionName)
  const filter = compileFilter(query ?? {})
  const values = new Map<string, unknown>()
  const collect = (value: unknown): boolean => {
    for (const element of Array.isArray(value) ? value : [value]) {
      const name = encodeKey(element).toString('latin1')
      if (element !== undefined && !values.has(name)) values.set(name, element)
    }
    return false
  }
  if (collection) {
    const { deadline } = context
    for (const stored of context.finder.find(collection, { filter, hint: parseHint(collection, hint), deadline })) {
      someValueAt(stored.document(), pathOf(key), collect)
    }
  }
  return { values: [...values.values()] }
}
