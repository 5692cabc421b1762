import type { z } from 'zod'
import type { Logger } from './logger.ts'

/**
 * What was published on a channel, as JSON; null, and a line in the log, when it is not what the schema says. Processes of a
 * newer version may publish what this one does not know, which must not stop the rest.
 */
export function parsePayload<Schema extends z.ZodType>(
  schema: Schema,
  payload: string,
  { logger, channel }: { logger: Logger; channel: string },
): z.output<Schema> | null {
  try {
    return schema.parse(JSON.parse(payload))
  } catch (error) {
    logger.warn({ err: error, channel }, 'a payload that this version cannot read was passed over')
    return null
  }
}
