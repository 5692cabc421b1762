import { Long } from 'bson'
import * as z from 'zod'
import { isDocument, type Document } from '../bson/document.ts'
import { numberOf } from '../bson/types.ts'
import { CommandError } from '../errors.ts'

/** Schemas of what commands take, over values that keep their BSON types. */
export const document = z.custom<Document>(isDocument, { error: 'object' })
export const documents = z.array(document, { error: 'array' })
export const name = z.string({ error: 'string' }).min(1)
export const flag = z.custom(isFlag, { error: 'bool' }).transform((value) => value === true || Boolean(numberOf(value)))
export const count = z.custom(isWhole, { error: 'int' }).transform((value) => numberOf(value) ?? 0)
export const notNegative = count.refine((value) => value >= 0, { error: 'non-negative int' })
export const cursorId = z.instanceof(Long, { error: 'long' })
/** Options that are accepted and change nothing here. */
export const ignored = z.unknown().optional()
/** Only the simple collation, which compares bytes, is what this server does. */
export const simpleCollation = z
  .custom((value) => isDocument(value) && (Object.keys(value).length === 0 || value.locale === 'simple'), {
    error: 'collation',
  })
  .optional()
export const noVariables = z
  .custom((value) => isDocument(value) && Object.keys(value).length === 0, { error: 'let' })
  .optional()

function isFlag(value: unknown): boolean {
  return typeof value === 'boolean' || numberOf(value) !== undefined
}

function isWhole(value: unknown): boolean {
  return Number.isInteger(numberOf(value))
}

const unsupported = ['collation', 'let']

/** Checks a command (or one statement of it) against its schema; what it does not name is refused as MongoDB refuses it. */
export function parseArguments<T extends z.ZodType>(where: string, schema: T, value: unknown): z.infer<T> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const [unknown] = issue?.code === 'unrecognized_keys' ? issue.keys : []
  if (unknown !== undefined)
    throw new CommandError('IDLUnknownField', `BSON field '${where}.${unknown}' is an unknown field.`)
  const field = [where, ...(issue?.path ?? [])].join('.')
  const wanted = issue?.message ?? ''
  if (unsupported.includes(wanted)) throw new CommandError('NotImplemented', `the option '${field}' is not supported`)
  const given: unknown = issue?.path.reduce<unknown>(
    (inside, key) => (isDocument(inside) ? inside[String(key)] : undefined),
    value,
  )
  if (given === undefined)
    throw new CommandError('IDLFailedToParse', `BSON field '${field}' is missing but a required field`)
  throw new CommandError('TypeMismatch', `BSON field '${field}' is the wrong type or value, expected ${wanted}`)
}
