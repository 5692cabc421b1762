import type { buildOperationContext } from '@apollo/gateway'
import type { QueryPlan } from '@apollo/query-planner'
import type { DocumentNode } from 'graphql'
import { OperationTypeNode } from 'graphql'
import { planEvents } from './event-plan.ts'
import type { EventPlan } from './event-plan.ts'
import type { Generation } from './generation.ts'
import { unique } from './requirements.ts'
import type { FieldRules, Requirement } from './requirements.ts'
import { selectedFields } from './selected-fields.ts'

export type OperationContext = ReturnType<typeof buildOperationContext>

interface Planned {
  generation: Generation
  document: DocumentNode
  context: OperationContext
  plan: QueryPlan
  /** What a viewer must be or hold to run it. */
  requirements: readonly Requirement[]
  /** Whether it selects a field whose value depends on who asks. */
  perViewer: boolean
}

/** All that depends on the document alone, so that it is worked out once. */
export type Operation = (Planned & { kind: 'query' | 'mutation' }) | SubscriptionOperation

export type SubscriptionOperation = Planned & { kind: 'subscription'; events: EventPlan }

/**
 * Works out an operation from its plan.
 * @throws FederationError for a subscription that selects no field that a subgraph answers
 */
export function planOperation(parts: Omit<Planned, 'requirements' | 'perViewer'> & { rules: FieldRules }): Operation {
  const { rules, ...planned } = parts
  const { context, plan } = planned
  const root = context.schema.getRootType(context.operation.operation)
  const fields = root
    ? [...selectedFields(context.schema, root, context.operation.selectionSet, context.fragments)]
    : []
  const operation: Planned = {
    ...planned,
    requirements: unique(fields.flatMap((field) => rules.requirements.get(field) ?? [])),
    perViewer: fields.some((field) => rules.perViewer.has(field)),
  }
  const kind = context.operation.operation
  return kind === OperationTypeNode.SUBSCRIPTION
    ? { ...operation, kind: 'subscription', events: planEvents(plan, context) }
    : { ...operation, kind }
}
