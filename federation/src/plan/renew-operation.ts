import type { Generation } from './generation.ts'
import type { SubscriptionOperation } from './operation.ts'
import type { TakeTurn } from './turns.ts'
import { validateOperation } from './validate-operation.ts'

/**
 * A running subscription's operation under a new supergraph; null when it does not mean the same there. It is validated in one
 * turn and planned in another.
 */
export async function renewOperation(
  before: SubscriptionOperation,
  generation: Generation,
  takeTurn: TakeTurn,
): Promise<SubscriptionOperation | null> {
  const { document, context } = before
  const errors = await takeTurn(async () => validateOperation(generation.schema, document))
  if (errors.length > 0) return null
  try {
    const after = await takeTurn(async () => generation.operation(document, context.operation.name?.value))
    return after.kind === 'subscription' && meansTheSame(before, after) ? after : null
  } catch {
    // It cannot be planned any more.
    return null
  }
}

/** Whether the plan, what it asks of the viewer, and whether viewers may share it, are the same. */
export const meansTheSame = (one: SubscriptionOperation, other: SubscriptionOperation): boolean =>
  meaning(one) === meaning(other)

const meaning = ({ plan, requirements, perViewer }: SubscriptionOperation) =>
  JSON.stringify([plan, requirements, perViewer])
