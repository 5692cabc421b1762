import { valueFromASTUntyped } from 'graphql'
import { FederationError } from '../plan/errors.ts'
import type { EventPlan } from '../plan/event-plan.ts'
import { withArguments } from '../plan/resumed-primary.ts'
import type { ResumingArguments } from '../plan/resumed-primary.ts'
import type { Variables } from '../plan/variables.ts'

/** How a field of Subscription goes on after the last event that a client has had, by the arguments that it has for that. */
export interface ResumableField {
  /**
   * The id of an event: not empty, and without line breaks. Null for one that does not move the place to resume from, after which
   * that of the event before still holds.
   * @param event what a mounted subgraph has published or sent; of any other subgraph, what it answered for the field
   */
  idOf: (event: object) => string | null
  /**
   * The arguments that go on after the event with this id, in place of the same of the request; all others stay.
   * @param args those of the request, as the client gives them
   * @throws GraphQLError, such as BAD_USER_INPUT, when it is no id of this field
   */
  argumentsAfter: (id: string, args: Readonly<Record<string, unknown>>) => ResumingArguments
}

/** By field of Subscription. */
export type ResumableFields = Readonly<Record<string, ResumableField>>

type Primary = EventPlan['primary']

/**
 * The primary of a subscription that goes on after an event.
 * @throws FederationError BAD_REQUEST when its field has no way to
 */
export function resumedAfter(
  fields: ResumableFields,
  { primary, variables }: { primary: Primary; variables: Variables },
  lastEventId: string,
): Primary {
  const name = primary.field.name.value
  const resumable = fields[name]
  if (resumable) {
    const args = (primary.field.arguments ?? []).map(({ name, value }) => [
      name.value,
      valueFromASTUntyped(value, variables),
    ])
    return withArguments(primary, resumable.argumentsAfter(lastEventId, Object.fromEntries(args)))
  }
  throw new FederationError('BAD_REQUEST', `Subscription.${name} does not resume by Last-Event-ID.`)
}
