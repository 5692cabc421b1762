import { Kind, print, visit } from 'graphql'
import type { ArgumentNode, ASTNode, FieldNode, OperationDefinitionNode, ValueNode } from 'graphql'
import type { EventPlan } from './event-plan.ts'

/** Arguments of a field of Subscription by which it goes on where it was; null takes the place of what was given. */
export type ResumingArguments = Readonly<Record<string, string | number | null>>

type Primary = EventPlan['primary']

/** The primary of a subscription with other arguments at its field. What is asked of each event stays the same. */
export function withArguments(primary: Primary, given: ResumingArguments): Primary {
  const others = (primary.field.arguments ?? []).filter(({ name }) => !(name.value in given))
  const field: FieldNode = { ...primary.field, arguments: [...others, ...Object.entries(given).map(argument)] }
  const definitions = primary.document.definitions.map((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? withField(definition, primary.field, field) : definition,
  )
  // A variable that is not used any more would make the operation invalid.
  const used = new Set(definitions.flatMap(variablesOf))
  const document = {
    ...primary.document,
    definitions: definitions.map((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION ? withVariables(definition, used) : definition,
    ),
  }
  const variableUsages = primary.variableUsages.filter((name) => used.has(name))
  return { ...primary, document, operation: print(document), field, variableUsages }
}

function withField(operation: OperationDefinitionNode, before: FieldNode, after: FieldNode): OperationDefinitionNode {
  const selections = operation.selectionSet.selections.map((selection) => (selection === before ? after : selection))
  return { ...operation, selectionSet: { ...operation.selectionSet, selections } }
}

function withVariables(operation: OperationDefinitionNode, used: ReadonlySet<string>): OperationDefinitionNode {
  const variableDefinitions = operation.variableDefinitions?.filter(({ variable }) => used.has(variable.name.value))
  return { ...operation, variableDefinitions }
}

function variablesOf(node: ASTNode): string[] {
  const names: string[] = []
  visit(node, {
    VariableDefinition: () => false,
    Variable: ({ name }) => void names.push(name.value),
  })
  return names
}

const argument = ([name, value]: [string, string | number | null]): ArgumentNode => ({
  kind: Kind.ARGUMENT,
  name: { kind: Kind.NAME, value: name },
  value: literal(value),
})

function literal(value: string | number | null): ValueNode {
  if (value === null) return { kind: Kind.NULL }
  if (typeof value === 'string') return { kind: Kind.STRING, value }
  return { kind: Number.isInteger(value) ? Kind.INT : Kind.FLOAT, value: String(value) }
}
