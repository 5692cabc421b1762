import type { Logger } from '@colloquy/platform/logger'
import type { z } from 'zod'

/** What was published on a channel; null, and a line in the log, when it is not what the schema says. */
export function parsePayload<Schema extends z.ZodType>(
  schema: Schema,
  payload: string,
  { logger, channel }: { logger: Logger; channel: string },
): z.output<Schema> | null {
  try {
    return schema.parse(JSON.parse(payload))
  } catch (error) {
    logger.warn({ err: error, channel }, 'a malformed payload was ignored')
    return null
  }
}
