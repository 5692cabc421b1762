import type { Identity } from '@colloquy/platform/identity'
import type { SubscriptionOperation } from '../supergraph/operation.ts'
import type { Variables } from '../supergraph/variables.ts'
import { pick } from './pick.ts'
import type { Render } from './render.ts'
import type { ResultOf } from './result-cache.ts'

/** What is asked of each event. Those who ask for the same share its rendering. */
export interface Shape {
  readonly key: string
  /** Of whoever asked first; others' may differ in the root field's arguments. A new generation may renew it. */
  operation: SubscriptionOperation
  readonly variables: Variables
  /** Under whose name events are rendered: the viewer's where the result depends on them. */
  readonly identity: Identity
  /** Whether that is nobody's in particular, so that the results are for all. */
  readonly isShared: boolean
  /** An event as the bytes of a result; never rejects. */
  readonly render: (event: object) => Promise<Buffer>
}

/**
 * Equal for subscriptions that get the same bytes for an event.
 * @param viewer null when the result is the same for all
 */
export function shapeKey({ events }: SubscriptionOperation, variables: Variables, viewer: string | null): string {
  return JSON.stringify([events.selection, pick(variables, events.selectionVariables), viewer])
}

/** Makes a shape. An event wanted again a moment later, on another topic or by a viewer alone, is not rendered twice. */
export function createShape(parts: Omit<Shape, 'render'>, render: Render, resultOf: ResultOf): Shape {
  const shape: Shape = { ...parts, render: (event) => resultOf(event, () => render(event, shape)) }
  return shape
}
