import { getArgumentValues, getNamedType, getNullableType, isAbstractType, isCompositeType, isListType } from 'graphql'
import { Kind, OperationTypeNode } from 'graphql'
import type { DocumentNode, GraphQLCompositeType, GraphQLField } from 'graphql'
import type {
  GraphQLObjectType,
  GraphQLOutputType,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionSetNode,
} from 'graphql'
import { collectFields } from './collect-fields.ts'
import type { SameFields } from './collect-fields.ts'
import type { CostRules, ListSize } from './cost-rules.ts'
import { FederationError } from './errors.ts'
import { costOfArguments } from './input-cost.ts'
import type { Variables } from './variables.ts'

/** Of an operation that changes something, beside what it asks for. */
const MUTATION_COST = 10
/** Of each `__schema` and `__type`, which can answer much but ask no subgraph. */
const INTROSPECTION_COST = 100
/** Of a list of which the schema says nothing. */
const DEFAULT_LIST_SIZE = 10
/** How many selections and values are looked at: what needs more is refused, whatever it would cost. */
const MAX_STEPS = 50_000

export interface CostRequest {
  schema: GraphQLSchema
  rules: CostRules
  /** Valid for the schema. */
  document: DocumentNode
  operation: OperationDefinitionNode
  /** As the operation declares them. */
  variables: Variables
}

/** How long lists are that the field above says the size of, by the field's name. */
type Sizes = ReadonlyMap<string, number>

/**
 * What an operation costs, by the directives of the cost specification, before it runs; of a subscription, what each event
 * does. An object costs 1 and a leaf nothing, where `@cost` says nothing else; a list, what one element costs times its size.
 * Fields that are merged count once, and of an abstract type the costliest that it can be counts.
 * @returns at least 1; and how many steps it took to find out
 * @throws FederationError when a list is asked for without the argument that says its size, or when it takes too many steps
 */
export function costOf({ schema, rules, document, operation, variables }: CostRequest): {
  cost: number
  steps: number
} {
  const definitions = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
  const fragments = Object.fromEntries(definitions.map((fragment) => [fragment.name.value, fragment]))
  const selecting = { schema, fragments, variables }
  const ids = new Map<SelectionSetNode, number>()
  const idOf = (set: SelectionSetNode) => {
    const id = ids.get(set) ?? ids.size
    ids.set(set, id)
    return id
  }
  const known = new Map<string, number>()
  let steps = 0
  const step = () => {
    if (++steps > MAX_STEPS) throw new FederationError('GRAPHQL_VALIDATION_FAILED', 'The operation is too complex.')
  }

  const costOfSets = (type: GraphQLCompositeType, sets: readonly SelectionSetNode[], sizes: Sizes): number => {
    if (isAbstractType(type)) {
      return Math.max(0, ...schema.getPossibleTypes(type).map((possible) => costOfSets(possible, sets, sizes)))
    }
    step()
    const key = `${type.name} ${sets.map(idOf).join()} ${[...sizes].join()}`
    const before = known.get(key)
    if (before !== undefined) return before
    let cost = 0
    for (const nodes of collectFields(selecting, type, sets, step).values()) cost += costOfField(type, nodes, sizes)
    known.set(key, cost)
    return cost
  }

  const costOfField = (parent: GraphQLObjectType, nodes: SameFields, sizes: Sizes): number => {
    const [node] = nodes
    if (node.name.value === '__typename') return 0
    const field = parent.getFields()[node.name.value]
    if (!field) return INTROSPECTION_COST
    const given = getArgumentValues(field, node, variables)
    const listSize = ruleOf(rules.listSizes, parent, field.name)
    const size = listSize && sizeOf(listSize, `${parent.name}.${field.name}`, field, given)
    const count = isListType(getNullableType(field.type)) ? (sizes.get(field.name) ?? size ?? DEFAULT_LIST_SIZE) : 1
    const sizesBelow = new Map((listSize?.sizedFields ?? []).map((name) => [name, size ?? DEFAULT_LIST_SIZE]))
    const type = getNamedType(field.type)
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? [])
    const below = isCompositeType(type) ? costOfSets(type, sets, sizesBelow) : 0
    const weight = ruleOf(rules.weights, parent, field.name) ?? weightOf(type)
    const inputs = costOfArguments({ parent, field, given, weights: rules.weights, step })
    return inputs + count * (weight + below)
  }

  const weightOf = (type: GraphQLOutputType): number => {
    if (!isCompositeType(type)) return rules.weights.get(getNamedType(type).name) ?? 0
    if (isAbstractType(type)) return Math.max(0, ...schema.getPossibleTypes(type).map(weightOf))
    return rules.weights.get(type.name) ?? 1
  }

  const root = schema.getRootType(operation.operation)
  const base = operation.operation === OperationTypeNode.MUTATION ? MUTATION_COST : 0
  const cost = base + (root ? costOfSets(root, [operation.selectionSet], new Map()) : 0)
  return { cost: Math.max(1, Math.ceil(cost)), steps }
}

/** What a list's arguments make its size; one that is null is as if it were left out. */
function sizeOf(
  { slicingArguments, assumedSize, requireOneSlicingArgument }: ListSize,
  coordinate: string,
  { args }: GraphQLField<unknown, unknown>,
  given: Readonly<Record<string, unknown>>,
): number | undefined {
  const sizes = slicingArguments
    .map((name) => given[name] ?? args.find((argument) => argument.name === name)?.defaultValue)
    .filter((size) => typeof size === 'number')
  if (requireOneSlicingArgument && slicingArguments.length > 0 && sizes.length !== 1) {
    const message = `${coordinate} needs exactly one of the arguments: ${slicingArguments.join(', ')}.`
    const issues = slicingArguments.map((name) => ({ path: [name], message }))
    throw new FederationError('BAD_USER_INPUT', message, { extensions: { issues } })
  }
  return sizes.length > 0 ? Math.max(0, ...sizes) : assumedSize
}

/** What is said of a field, or of the same in an interface that its type implements. */
function ruleOf<Rule>(rules: ReadonlyMap<string, Rule>, parent: GraphQLObjectType, name: string): Rule | undefined {
  const types = [parent, ...parent.getInterfaces()]
  return types.map((type) => rules.get(`${type.name}.${name}`)).find((rule) => rule !== undefined)
}
