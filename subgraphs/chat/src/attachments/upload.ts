import { parseInput } from '@colloquy/platform/errors'
import { z } from 'zod'
import { normalType } from './content-types.ts'

/** Largest file, in bytes: 25 MiB. */
export const MAX_BYTE_SIZE = 25 * 1024 * 1024

/** A type and a subtype as RFC 6838 restricts their names, without parameters. */
const CONTENT_TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,62}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,62}$/
/** Control characters, separators of paths, and what turns the direction of text round (evil‮gnp.exe). */
const UNSAFE_IN_NAME = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069/\\]/u

const upload = z.object({
  fileName: z
    .string()
    .min(1)
    .max(255)
    .refine((name) => !UNSAFE_IN_NAME.test(name) && name.isWellFormed(), 'It has characters no file name should have.')
    .refine((name) => name !== '.' && name !== '..', 'This names a folder.'),
  contentType: z.string().toLowerCase().regex(CONTENT_TYPE, 'It must look like image/png.').transform(normalType),
  byteSize: z.int().min(1).max(MAX_BYTE_SIZE),
})

/** @throws DomainError BAD_USER_INPUT */
export const parseUpload = (input: unknown) => parseInput(upload, input, ['input'])
