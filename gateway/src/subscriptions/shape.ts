import type { Identity } from '@colloquy/platform/identity'
import { LRUCache } from 'lru-cache'
import type { SubscriptionOperation } from '../supergraph/operation.ts'
import type { Variables } from '../supergraph/variables.ts'
import { pick } from './pick.ts'
import type { Render } from './render.ts'

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

/**
 * For how long a result is good for others who want the same event: many clients that lost the same connection resume
 * from the same place.
 */
const RENDERED_TTL_MS = 2_000
/** How many results are kept for that. */
const MAX_RENDERED = 500

/** Makes a shape. An event wanted again a moment later, on another topic or by a viewer alone, is not rendered twice. */
export function createShape(parts: Omit<Shape, 'render'>, render: Render): Shape {
  const rendered = new LRUCache<object, Promise<Buffer>>({
    max: parts.isShared ? MAX_RENDERED : 1,
    ttl: RENDERED_TTL_MS,
  })
  const shape: Shape = {
    ...parts,
    render(event) {
      const known = rendered.get(event)
      if (known) return known
      const rendering = render(event, shape)
      rendered.set(event, rendering)
      return rendering
    },
  }
  return shape
}
