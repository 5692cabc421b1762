import {
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isSpecifiedScalarType,
  Kind,
  TypeNameMetaFieldDef,
} from 'graphql'
import type { FieldNode, GraphQLLeafType, GraphQLObjectType, GraphQLOutputType, SelectionSetNode } from 'graphql'
import { collectFields, selectionSetsOf } from './collect-fields.ts'
import type { Selecting } from './collect-fields.ts'
import { IRREGULAR, isInherited } from './irregular.ts'

/** Writes a value as JSON; undefined where it is not what its type says. */
type Write = (value: unknown) => string | typeof IRREGULAR

/**
 * Compiles how the data that subgraphs gave becomes the data of an answer: what is selected, in that order, as JSON. It writes what
 * the executor would answer without an error, and nothing where it would report one.
 * @returns null for selections that are not compiled: those with keys that every object has
 */
export function compileCompletion(
  selecting: Selecting,
  root: GraphQLObjectType,
  selectionSet: SelectionSetNode,
): Write | null {
  try {
    return writerOfObject(selecting, root, [selectionSet])
  } catch (error) {
    if (error instanceof NotCompiled) return null
    throw error
  }
}

class NotCompiled extends Error {}

function writerOf(selecting: Selecting, type: GraphQLOutputType, nodes: readonly FieldNode[]): Write {
  if (isNonNullType(type)) {
    const write = writerOfPresent(selecting, type.ofType, nodes)
    return (value) => (value === null || value === undefined ? IRREGULAR : write(value))
  }
  const write = writerOfPresent(selecting, type, nodes)
  return (value) => (value === null || value === undefined ? 'null' : write(value))
}

function writerOfPresent(selecting: Selecting, type: GraphQLOutputType, nodes: readonly FieldNode[]): Write {
  if (isListType(type)) return writerOfList(writerOf(selecting, type.ofType, nodes))
  if (isLeafType(type)) return writerOfLeaf(type)
  return writerOfComposite(selecting, type, selectionSetsOf(nodes))
}

function writerOfList(write: Write): Write {
  return (value) => {
    if (!Array.isArray(value)) return IRREGULAR
    let text = '['
    for (const item of value) {
      const written = write(item)
      if (written === IRREGULAR) return IRREGULAR
      text += text === '[' ? written : `,${written}`
    }
    return `${text}]`
  }
}

/** What an object's own type asks of it is worked out when the first of that type comes. */
function writerOfComposite(selecting: Selecting, type: GraphQLOutputType, sets: readonly SelectionSetNode[]): Write {
  const { schema } = selecting
  const writers = new Map<unknown, Write | null>()
  const writerFor = (typename: unknown): Write | null => {
    const own = typeof typename === 'string' ? schema.getType(typename) : undefined
    const fits = own === type || (isAbstractType(type) && isObjectType(own) && schema.isSubType(type, own))
    try {
      return fits && isObjectType(own) ? writerOfObject(selecting, own, sets) : null
    } catch (error) {
      if (error instanceof NotCompiled) return null
      throw error
    }
  }
  const declared = isObjectType(type) && sets.every((set) => isPlain(selecting, type, set)) ? type.name : undefined
  return (value) => {
    if (!isRecord(value)) return IRREGULAR
    const typename = value[TypeNameMetaFieldDef.name] ?? declared
    let write = writers.get(typename)
    if (write === undefined) {
      write = writerFor(typename)
      // A type that is not known stays so; what a subgraph makes up does not pile up here.
      if (write) writers.set(typename, write)
    }
    return write ? write(value) : IRREGULAR
  }
}

/**
 * Whether the executor reads the fragments of a selection as they are meant where no `__typename` says what the object is: it
 * compares a condition with the one around it then, so that of those within an abstract one it takes none.
 */
function isPlain(selecting: Selecting, type: GraphQLObjectType, { selections }: SelectionSetNode): boolean {
  return selections.every((selection) => {
    if (selection.kind === Kind.FIELD) return true
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : selecting.fragments[selection.name.value]
    if (!fragment) return false
    const condition = fragment.typeCondition?.name.value ?? type.name
    return condition === type.name
      ? isPlain(selecting, type, fragment.selectionSet)
      : fragment.selectionSet.selections.every(({ kind }) => kind === Kind.FIELD)
  })
}

function writerOfObject(selecting: Selecting, type: GraphQLObjectType, sets: readonly SelectionSetNode[]): Write {
  const definitions = type.getFields()
  const fields = [...collectFields(selecting, type, sets)].map(([key, nodes], index) => {
    const { value: name } = nodes[0].name
    const prefix = `${index === 0 ? '{' : ','}${JSON.stringify(key)}:`
    if (name === TypeNameMetaFieldDef.name) return { key, prefix: prefix + JSON.stringify(type.name), write: null }
    const definition = definitions[name]
    if (!definition || isInherited(key) || key === TypeNameMetaFieldDef.name) throw new NotCompiled()
    return { key, prefix, write: writerOf(selecting, definition.type, nodes) }
  })
  return (value) => {
    if (!isRecord(value)) return IRREGULAR
    let text = fields.length === 0 ? '{' : ''
    for (const { key, prefix, write } of fields) {
      text += prefix
      if (!write) continue
      const written = write(value[key])
      if (written === IRREGULAR) return IRREGULAR
      text += written
    }
    return `${text}}`
  }
}

/** As the executor finds a value valid that a subgraph gave. */
function writerOfLeaf(type: GraphQLLeafType): Write {
  if (isEnumType(type)) return (value) => (isString(value) && type.getValue(value) ? JSON.stringify(value) : IRREGULAR)
  if (!isSpecifiedScalarType(type)) return (value) => JSON.stringify(value)
  switch (type.name) {
    case 'Boolean':
      return (value) => (typeof value === 'boolean' ? String(value) : IRREGULAR)
    case 'Int':
      return (value) => (isSafeInteger(value) ? String(value) : IRREGULAR)
    case 'Float':
      return (value) => (Number.isFinite(value) ? JSON.stringify(value) : IRREGULAR)
    case 'ID':
      return (value) => (isString(value) || isSafeInteger(value) ? JSON.stringify(value) : IRREGULAR)
    default:
      return (value) => (isString(value) ? JSON.stringify(value) : IRREGULAR)
  }
}

const isString = (value: unknown): value is string => typeof value === 'string'
const isSafeInteger = (value: unknown): value is number => Number.isSafeInteger(value) && !Object.is(value, -0)
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
