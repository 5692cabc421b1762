import type { Generation } from './generation.ts'
import type { SubscriptionOperation } from './operation.ts'
import { validateOperation } from './validate-operation.ts'

/** A running subscription's operation under a new supergraph; null when it does not mean the same there. */
export function renewOperation(before: SubscriptionOperation, generation: Generation): SubscriptionOperation | null {
  const { document, context } = before
  if (validateOperation(generation.schema, document).length > 0) return null
  try {
    const after = generation.operation(document, context.operation.name?.value)
    return after.kind === 'subscription' && meaning(after) === meaning(before) ? after : null
  } catch {
    // It cannot be planned any more.
    return null
  }
}

/** The plan, what it asks of the viewer, and whether viewers may share it. */
const meaning = ({ plan, requirements, perViewer }: SubscriptionOperation) =>
  JSON.stringify([plan, requirements, perViewer])
