import type { Generation } from '../plan/generation.ts'
import type { Logger } from '../plan/logger.ts'
import type { Subgraph } from '../subgraphs/subgraphs.ts'
import type { Render } from './render.ts'
import type { ResumableFields } from './resumable.ts'
import type { Shape } from './shape.ts'

export interface EventIdsOptions<Viewer> {
  resumable: ResumableFields
  subgraph: (generation: Generation, name: string) => Subgraph<Viewer> | undefined
  logger: Logger
}

/** The ids of events that have been rendered. */
export interface EventIds<Viewer> {
  /** By the bytes that came of the event; undefined where there is none. */
  of: (payload: Buffer) => string | undefined
  /** Renders, and notes the ids of events. */
  noting: (render: Render<Viewer>) => Render<Viewer>
}

/** Makes the record of ids. It is beside the bytes, so that those who do not tell of ids pay nothing for them. */
export function createEventIds<Viewer>({ resumable, subgraph, logger }: EventIdsOptions<Viewer>): EventIds<Viewer> {
  const ids = new WeakMap<Buffer, string>()
  const idOf = (event: object, { operation: { events, generation } }: Shape<Viewer>) => {
    const { primary } = events
    const field = resumable[primary.field.name.value]
    if (!field) return null
    try {
      const value = subgraph(generation, primary.subgraph)?.events.valueOf(event, primary)
      const id = value ? field.idOf(value) : null
      return id && !BREAKS.test(id) ? id : null
    } catch (error) {
      logger.error({ err: error }, 'the id of an event could not be told')
      return null
    }
  }
  return {
    of: (payload) => ids.get(payload),
    noting: (render) => async (event, shape) => {
      const payload = await render(event, shape)
      const id = idOf(event, shape)
      if (id !== null) ids.set(payload, id)
      return payload
    },
  }
}

/** What would end the line that an id is written in. */
// oxlint-disable-next-line no-control-regex
const BREAKS = /[\0\r\n]/
