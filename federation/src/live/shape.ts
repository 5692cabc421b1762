import type { SubscriptionOperation } from '../plan/operation.ts'
import { pick } from '../plan/pick.ts'
import type { Variables } from '../plan/variables.ts'
import type { Render } from './render.ts'
import type { ResultOf } from './result-cache.ts'

/** Makes the bytes of a result of an event; never rejects. */
export interface EventRenderer {
  readonly render: (event: object) => Promise<Buffer>
}

/** What is asked of each event. Those who ask for the same share its rendering. */
export interface Shape<Viewer> extends EventRenderer {
  readonly key: string
  /** Of whoever asked first; others' may differ in the root field's arguments. A new generation may renew it. */
  operation: SubscriptionOperation
  readonly variables: Variables
  /** As whom events are rendered: the viewer who asked where the result depends on them, else the shared viewer. */
  readonly viewer: Viewer
  /** Whether that is nobody's in particular, so that the results are for all. */
  readonly isShared: boolean
}

/**
 * Equal for subscriptions that get the same bytes for an event.
 * @param viewerKey null when the result is the same for all
 */
export function shapeKey({ events }: SubscriptionOperation, variables: Variables, viewerKey: string | null): string {
  return JSON.stringify([events.selection, pick(variables, events.selectionVariables), viewerKey])
}

/** Makes a shape. An event wanted again a moment later, on another topic or by a viewer alone, is not rendered twice. */
export function createShape<Viewer>(
  parts: Omit<Shape<Viewer>, 'render'>,
  render: Render<Viewer>,
  resultOf: ResultOf,
): Shape<Viewer> {
  const shape: Shape<Viewer> = { ...parts, render: (event) => resultOf(event, () => render(event, shape)) }
  return shape
}
