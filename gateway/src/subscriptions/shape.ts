import type { Identity } from '@colloquy/platform/identity'
import type { ExecutionResult } from 'graphql'
import type { SubscriptionOperation } from '../supergraph/operation.ts'
import type { Variables } from '../supergraph/variables.ts'
import { pick } from './mounted-source.ts'

/**
 * What is asked of each event: those who ask for the same share its rendering.
 */
export interface Shape {
  key: string
  /** Of whoever asked first. Its variables may differ from others' in those that only the root field's arguments use. */
  operation: SubscriptionOperation
  variables: Variables
  /** Under whose name events are rendered: nobody's in particular, or the viewer's where the result depends on them. */
  identity: Identity
  shared: boolean
  /** An event as the bytes of a result; never rejects. */
  render: (event: object) => Promise<Buffer>
}

/** Equal for subscriptions that get the same bytes for an event. */
export function shapeKey(operation: SubscriptionOperation, variables: Variables, viewer: string | null): string {
  const { selection, selectionVariables } = operation.events
  return JSON.stringify([selection, pick(variables, selectionVariables), viewer])
}

export interface ShapeOptions extends Pick<Shape, 'key' | 'operation' | 'variables' | 'identity' | 'shared'> {
  execute: (event: object, shape: Shape) => Promise<ExecutionResult>
  serialise: (result: ExecutionResult) => Buffer
}

/** Makes a shape. An event that is wanted again while it is being rendered (on another topic, say) is rendered once. */
export function createShape({ execute, serialise, ...parts }: ShapeOptions): Shape {
  const underWay = new Map<object, Promise<Buffer>>()
  const shape: Shape = {
    ...parts,
    render(event) {
      const known = underWay.get(event)
      if (known) return known
      const rendering = execute(event, shape)
        .then(serialise)
        .finally(() => underWay.delete(event))
      underWay.set(event, rendering)
      return rendering
    },
  }
  return shape
}
