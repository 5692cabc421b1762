import type { FetchNode, PlanNode, SubscriptionNode } from '@apollo/query-planner'

/** A fetch, and where in the answer the objects are that it is about. */
export interface PlannedFetch {
  path: readonly (string | number)[]
  fetch: FetchNode
}

/** Every fetch of a plan, those that depend on conditions too. */
export function plannedFetches(
  node: PlanNode | SubscriptionNode | undefined,
  path: readonly (string | number)[] = [],
): PlannedFetch[] {
  switch (node?.kind) {
    case undefined:
      return []
    case 'Fetch':
      return [{ path, fetch: node }]
    case 'Flatten':
      return plannedFetches(node.node, [...path, ...node.path])
    case 'Sequence':
    case 'Parallel':
      return node.nodes.flatMap((each) => plannedFetches(each, path))
    case 'Condition':
      return [node.ifClause, node.elseClause].flatMap((each) => plannedFetches(each, path))
    case 'Defer':
      return [node.primary.node, ...node.deferred.map((deferred) => deferred.node)].flatMap((each) =>
        plannedFetches(each, path),
      )
    case 'Subscription':
      return [node.primary, node.rest].flatMap((each) => plannedFetches(each, path))
    default:
      return node satisfies never
  }
}
