import { isDocument, type Document } from '../bson/document.ts'
import { pathOf, type Path } from '../bson/paths.ts'
import { numberOf } from '../bson/types.ts'
import { CommandError } from '../errors.ts'
import { compileFilter, isOperators } from './filter.ts'
import { matchedElement } from './positional.ts'

export type Projection = (document: Document) => Document

/** What a projection names, as a tree: a leaf is kept or left out, or computes the array to show. */
type Tree = Map<string, Tree | Leaf>
type Leaf =
  { kind: 'field' } | { kind: 'array'; select(elements: unknown[], document: Document): unknown[] | undefined }

/** Fields to keep or to leave out, $slice, $elemMatch and the positional $, with all types as stored. */
export function compileProjection(projection: Document, query: Document): Projection | undefined {
  const entries = flatten(projection)
  if (entries.length === 0) return undefined
  const id = entries.find(([path]) => path === '_id')
  const others = entries.filter(([path]) => path !== '_id')
  const keepsId = id ? isKept(id[1]) : true
  const plain = others.filter(([, value]) => !isOperators(value))
  const includes =
    plain.some(([, value]) => isKept(value)) || others.some(([, value]) => isOperators(value) && '$elemMatch' in value)
  const inclusive = includes || (plain.length === 0 && others.length === 0 && keepsId)
  const wrong = plain.find(([, value]) => isKept(value) !== inclusive)
  if (wrong && inclusive) {
    throw new CommandError('Location31254', `Cannot do exclusion on field ${wrong[0]} in inclusion projection`)
  }
  const tree: Tree = new Map()
  for (const [path, value] of others) insert(tree, path, pathOf(path.replace(/\.\$$/, '')), leafOf(path, value, query))
  if (!inclusive) return (document) => exclude(document, tree, document, keepsId)
  return (document) => ({
    ...(keepsId && '_id' in document ? { _id: document._id } : {}),
    ...include(document, tree, document),
  })
}

/** `{ a: { b: 1 } }` is `{ 'a.b': 1 }`. */
const flatten = (projection: Document): [string, unknown][] =>
  Object.entries(projection).flatMap(([path, value]): [string, unknown][] =>
    isDocument(value) && !isOperators(value)
      ? flatten(value).map(([rest, leaf]) => [`${path}.${rest}`, leaf])
      : [[path, value]],
  )

function isKept(value: unknown): boolean {
  if (typeof value === 'boolean') return value
  const number = numberOf(value)
  if (number === undefined)
    throw new CommandError('NotImplemented', 'computed fields are supported in $project, not in find')
  return number !== 0
}

function leafOf(path: string, value: unknown, query: Document): Leaf {
  if (path.endsWith('.$')) {
    const array = path.slice(0, -'.$'.length)
    return { kind: 'array', select: (elements, document) => [elements[matchedElement(query, array, document)]] }
  }
  if (!isOperators(value)) return { kind: 'field' }
  if (isDocument(value.$elemMatch)) {
    const filter = compileFilter({ array: { $elemMatch: value.$elemMatch } })
    return {
      kind: 'array',
      select(elements) {
        const element = elements.find((element) => filter.matches({ array: [element] }))
        return element === undefined ? undefined : [element]
      },
    }
  }
  if (!('$slice' in value))
    throw new CommandError('NotImplemented', 'computed fields are supported in $project, not in find')
  const [first = 0, count] = (Array.isArray(value.$slice) ? value.$slice : [value.$slice]).map(numberOf)
  if (count === undefined)
    return { kind: 'array', select: (array) => (first < 0 ? array.slice(first) : array.slice(0, first)) }
  return {
    kind: 'array',
    select(elements) {
      const start = first < 0 ? Math.max(0, elements.length + first) : first
      return elements.slice(start, start + count)
    },
  }
}

function insert(tree: Tree, path: string, [part = '', ...rest]: Path, leaf: Leaf): void {
  const existing = tree.get(part)
  if (existing && (rest.length === 0 || !(existing instanceof Map)))
    throw new CommandError('Location31254', `Path collision at ${path}`)
  if (rest.length === 0) return void tree.set(part, leaf)
  const branch = existing instanceof Map ? existing : new Map()
  tree.set(part, branch)
  insert(branch, path, rest, leaf)
}

function include(value: Document, tree: Tree, document: Document): Document {
  const kept: Document = {}
  for (const [name, field] of Object.entries(value)) {
    const node = tree.get(name)
    if (!node) continue
    const result = node instanceof Map ? includeInside(field, node, document) : applyLeaf(node, field, document)
    if (result !== undefined) kept[name] = result
  }
  return kept
}

function includeInside(value: unknown, tree: Tree, document: Document): unknown {
  if (isDocument(value)) return include(value, tree, document)
  if (!Array.isArray(value)) return undefined
  return value.map((element) => includeInside(element, tree, document)).filter((element) => element !== undefined)
}

function applyLeaf(leaf: Leaf, value: unknown, document: Document): unknown {
  return leaf.kind === 'array' && Array.isArray(value) ? leaf.select(value, document) : value
}

function exclude(value: Document, tree: Tree, document: Document, keepsId: boolean): Document {
  const kept: Document = {}
  for (const [name, field] of Object.entries(value)) {
    const node = tree.get(name)
    if (name === '_id' && !keepsId) continue
    if (!node) kept[name] = field
    else if (node instanceof Map) kept[name] = excludeInside(field, node, document)
    else if (node.kind === 'array') kept[name] = applyLeaf(node, field, document)
  }
  return kept
}

function excludeInside(value: unknown, tree: Tree, document: Document): unknown {
  if (Array.isArray(value)) return value.map((element) => excludeInside(element, tree, document))
  return isDocument(value) ? exclude(value, tree, document, true) : value
}
