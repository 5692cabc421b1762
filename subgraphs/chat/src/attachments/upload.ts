import { parseInput } from '@colloquy/platform/errors'
import { MAX_FILE_BYTES, fileName } from '@colloquy/schema/rules'
import { z } from 'zod'
import { normalType } from './content-types.ts'

/** A type and a subtype as RFC 6838 restricts their names, without parameters. */
const CONTENT_TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,62}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,62}$/

const upload = z.object({
  fileName,
  contentType: z.string().toLowerCase().regex(CONTENT_TYPE, 'It must look like image/png.').transform(normalType),
  byteSize: z.int().min(1).max(MAX_FILE_BYTES),
})

/** @throws DomainError BAD_USER_INPUT */
export const parseUpload = (input: unknown) => parseInput(upload, input, ['input'])
