import { createHash } from 'node:crypto'
import type { FetchNode, PlanNode, QueryPlan } from '@apollo/query-planner'
import { Kind, parse, print, visit } from 'graphql'
import type { DocumentNode, FieldNode, FragmentDefinitionNode, SelectionSetNode } from 'graphql'
import { FederationError } from './errors.ts'
import type { OperationContext } from './operation.ts'

/** How the events of a subscription become results. */
export interface EventPlan {
  /** What the subgraph that has the events is asked: one field of Subscription. */
  primary: {
    subgraph: string
    operation: string
    operationName: string | undefined
    document: DocumentNode
    field: FieldNode
    variableUsages: readonly string[]
  }
  /** Whether the executor changes what the primary answers before it goes on. */
  isRewritten: boolean
  /** What is run for each event: the primary, which the event answers, and then what else is asked for. */
  perEvent: QueryPlan
  /** What is run after the primary. */
  rest: PlanNode | undefined
  /** What is asked of each event, as a hash: equal for selections that differ only in how they are written. */
  selection: string
  /** The variables that the selection uses, sorted. Those in the field's own arguments are not among them. */
  selectionVariables: readonly string[]
}

type Fragments = OperationContext['fragments']

/**
 * Splits the plan of a subscription.
 * @throws FederationError when it selects nothing that a subgraph could tell of
 */
export function planEvents({ node }: QueryPlan, { operation, fragments }: OperationContext): EventPlan {
  if (node?.kind !== 'Subscription') {
    throw new FederationError('GRAPHQL_VALIDATION_FAILED', 'The subscription selects no field of a subgraph.')
  }
  const { primary, rest } = node
  const document = parse(primary.operation, { noLocation: true })
  const { texts, variables } = describeSelection(operation.selectionSet, fragments)
  return {
    primary: {
      subgraph: primary.serviceName,
      operation: primary.operation,
      operationName: primary.operationName,
      document,
      field: onlyField(document, primary),
      variableUsages: primary.variableUsages ?? [],
    },
    isRewritten: primary.outputRewrites !== undefined,
    rest,
    perEvent: { kind: 'QueryPlan', node: rest ? { kind: 'Sequence', nodes: [primary, rest] } : primary },
    selection: createHash('sha256').update(texts.join('\n')).digest('base64'),
    selectionVariables: variables,
  }
}

/**
 * The selection's text without the arguments of its root field, which say what to listen to and from where, not what to
 * tell: with them, two viewers who resume at different places could never share a result.
 */
function describeSelection(root: SelectionSetNode, fragments: Fragments): { texts: string[]; variables: string[] } {
  const fields = rootFields(root, fragments)
  const used = reachableFragments(fields, fragments)
  const parts = [...fields.map((field) => ({ ...field, arguments: [] })), ...used]
  const variables = new Set<string>()
  for (const part of parts) visit(part, { Variable: (variable) => void variables.add(variable.name.value) })
  return { texts: parts.map((part) => print(part)), variables: [...variables].toSorted() }
}

/** The fields at the root, those in fragments too. A valid subscription has one, perhaps written several times. */
function rootFields(root: SelectionSetNode, fragments: Fragments): FieldNode[] {
  const seen = new Set<string>()
  const collect = ({ selections }: SelectionSetNode): FieldNode[] =>
    selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [selection]
      if (selection.kind === Kind.INLINE_FRAGMENT) return collect(selection.selectionSet)
      const { value: name } = selection.name
      const fragment = seen.has(name) ? undefined : fragments[name]
      seen.add(name)
      return fragment ? collect(fragment.selectionSet) : []
    })
  return collect(root)
}

/** By name, so that their order in the document makes no difference. */
function reachableFragments(fields: readonly FieldNode[], fragments: Fragments): FragmentDefinitionNode[] {
  const reached = new Map<string, FragmentDefinitionNode>()
  const follow = (node: FieldNode | FragmentDefinitionNode) => {
    visit(node, {
      FragmentSpread({ name }) {
        const fragment = fragments[name.value]
        if (!fragment || reached.has(name.value)) return
        reached.set(name.value, fragment)
        follow(fragment)
      },
    })
  }
  for (const field of fields) follow(field)
  return [...reached.values()].toSorted((a, b) => a.name.value.localeCompare(b.name.value))
}

function onlyField(document: DocumentNode, primary: FetchNode): FieldNode {
  const [definition] = document.definitions
  const [field] = definition?.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet.selections : []
  if (field?.kind === Kind.FIELD) return field
  throw new Error(`The planner's subscription to ${primary.serviceName} does not start with a field.`)
}
