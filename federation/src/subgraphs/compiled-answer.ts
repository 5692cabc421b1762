import {
  defaultTypeResolver,
  getArgumentValues,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  TypeNameMetaFieldDef,
} from 'graphql'
import type {
  FieldNode,
  GraphQLAbstractType,
  GraphQLField,
  GraphQLObjectType,
  GraphQLOutputType,
  GraphQLResolveInfo,
  OperationDefinitionNode,
  SelectionSetNode,
} from 'graphql'
import { collectFields, selectionSetsOf } from '../plan/collect-fields.ts'
import type { Selecting } from '../plan/collect-fields.ts'
import { IRREGULAR, isInherited } from '../plan/irregular.ts'

type Path = GraphQLResolveInfo['path']
type Data = Record<string, unknown>
/** What is the same for all fields of one execution. */
interface Run {
  context: object
  rootValue: Data
}
type Resolve = (source: unknown, run: Run, path: Path | undefined) => Data | typeof IRREGULAR
type Complete = (value: unknown, run: Run, path: Path) => unknown
type Info = Omit<GraphQLResolveInfo, 'path' | 'rootValue'>

/**
 * Compiles an operation on a schema in this process: as graphql-js executes it, for as long as no resolver takes time or fails.
 * Resolvers get all that graphql-js gives them. Once one has answered by a promise, nothing is tried any more.
 * @param operation of `selecting.schema`, its variables coerced
 */
export function compileAnswer(
  selecting: Selecting,
  root: GraphQLObjectType,
  operation: OperationDefinitionNode,
): (rootValue: Data, context: object) => Data | typeof IRREGULAR {
  let isSynchronous = true
  const execute = resolverOfObject(root, [operation.selectionSet])
  return (rootValue, context) => {
    try {
      return isSynchronous ? execute(rootValue, { context, rootValue }, undefined) : IRREGULAR
    } catch {
      // It is thrown again where it can be told.
      return IRREGULAR
    }
  }

  function resolverOfObject(type: GraphQLObjectType, sets: readonly SelectionSetNode[]): Resolve {
    const fields = [...collectFields(selecting, type, sets)].map(([key, nodes]) => compileField(type, key, nodes))
    return (source, run, path) => {
      const data: Data = {}
      for (const { key, resolve } of fields) {
        const value = resolve(source, run, path)
        if (value === IRREGULAR) return IRREGULAR
        data[key] = value
      }
      return data
    }
  }

  function compileField(parentType: GraphQLObjectType, key: string, fieldNodes: [FieldNode, ...FieldNode[]]) {
    const [node] = fieldNodes
    const { value: fieldName } = node.name
    if (fieldName === TypeNameMetaFieldDef.name) return { key, resolve: () => parentType.name }
    const field = parentType.getFields()[fieldName]
    if (!field || isInherited(key)) return { key, resolve: () => IRREGULAR }
    const { schema, fragments, variables: variableValues } = selecting
    const returnType = field.type
    const info = { fieldName, fieldNodes, returnType, parentType, schema, fragments, operation, variableValues }
    const valueOf = field.resolve ? resolving(field, node, info) : propertyOf(fieldName)
    const complete = completer(returnType, fieldNodes, info)
    const resolve = (source: unknown, run: Run, prev: Path | undefined) => {
      const path: Path = { prev, key, typename: parentType.name }
      const value = valueOf(source, run, path)
      return hasCome(value) ? complete(value, run, path) : IRREGULAR
    }
    return { key, resolve }
  }

  function resolving({ resolve, ...field }: GraphQLField<unknown, unknown>, node: FieldNode, info: Info) {
    const given = getArgumentValues({ ...field, resolve }, node, selecting.variables)
    return (source: unknown, { context, rootValue }: Run, path: Path) =>
      resolve?.(source, { ...given }, context, { ...info, rootValue, path })
  }

  /** Whether a value is there already, and is none that stands for a failure. */
  function hasCome(value: unknown): boolean {
    if (typeof value !== 'object' || value === null) return typeof value !== 'function'
    if (value instanceof Error) return false
    if (!('then' in value) || typeof value.then !== 'function') return true
    isSynchronous = false
    // It is resolved again in the general way; that this one may fail as well concerns nobody.
    Promise.resolve(value).catch(() => undefined)
    return false
  }

  function completer(type: GraphQLOutputType, nodes: readonly FieldNode[], info: Info): Complete {
    const isRequired = isNonNullType(type)
    const complete = completerOfPresent(isRequired ? type.ofType : type, nodes, info)
    return (value, run, path) => {
      if (value !== null && value !== undefined) return complete(value, run, path)
      return isRequired ? IRREGULAR : null
    }
  }

  function completerOfPresent(type: GraphQLOutputType, nodes: readonly FieldNode[], info: Info): Complete {
    if (isListType(type)) return completerOfList(completer(type.ofType, nodes, info))
    if (isLeafType(type)) return (value) => type.serialize(value) ?? IRREGULAR
    const sets = selectionSetsOf(nodes)
    if (isObjectType(type)) return completerOfObject(type, sets, info)
    if (isAbstractType(type)) return completerOfAbstract(type, sets, info)
    return () => IRREGULAR
  }

  function completerOfList(complete: Complete): Complete {
    return (value, run, prev) => {
      if (!Array.isArray(value)) return IRREGULAR
      const items: unknown[] = []
      for (const [key, item] of value.entries()) {
        const completed = hasCome(item) ? complete(item, run, { prev, key, typename: undefined }) : IRREGULAR
        if (completed === IRREGULAR) return IRREGULAR
        items.push(completed)
      }
      return items
    }
  }

  function completerOfObject(type: GraphQLObjectType, sets: readonly SelectionSetNode[], info: Info): Complete {
    let resolve: Resolve | undefined
    return (value, run, path) => {
      const isIt = type.isTypeOf?.(value, run.context, { ...info, rootValue: run.rootValue, path }) ?? true
      if (!hasCome(isIt) || !isIt) return IRREGULAR
      resolve ??= resolverOfObject(type, sets)
      return resolve(value, run, path)
    }
  }

  function completerOfAbstract(type: GraphQLAbstractType, sets: readonly SelectionSetNode[], info: Info): Complete {
    const typeOf = type.resolveType ?? defaultTypeResolver
    const completers = new Map<string, Complete>()
    return (value, run, path) => {
      const name: unknown = typeOf(value, run.context, { ...info, rootValue: run.rootValue, path }, type)
      if (!hasCome(name) || typeof name !== 'string') return IRREGULAR
      const known = completers.get(name)
      if (known) return known(value, run, path)
      const own = selecting.schema.getType(name)
      if (!isObjectType(own) || !selecting.schema.isSubType(type, own)) return IRREGULAR
      const complete = completerOfObject(own, sets, info)
      completers.set(name, complete)
      return complete(value, run, path)
    }
  }
}

/** As graphql-js resolves a field without a resolver; a method is left to it. */
const propertyOf = (name: string) => (source: unknown) =>
  typeof source === 'object' && source !== null ? Reflect.get(source, name) : undefined
