import { maskError } from '@colloquy/platform/errors'
import type { Logger } from '@colloquy/platform/logger'
import type { GraphQLError, GraphQLFormattedError } from 'graphql'

/** What a client may see of an error; the log has the rest. */
export type MaskErrors = (error: GraphQLError) => GraphQLFormattedError

export const createMaskErrors =
  (logger: Logger): MaskErrors =>
  (error) =>
    maskError(error.toJSON(), error.originalError ?? error, logger)
