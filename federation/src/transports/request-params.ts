import type { IncomingMessage } from 'node:http'
import { z } from 'zod'
import { FederationError } from '../plan/errors.ts'
import type { OperationText } from './requests.ts'

/** Taken as it is: to look at each entry, or to copy them, would take long for an object with very many. */
const anObject = z
  .custom<Record<string, unknown>>((value) => typeof value === 'object' && value !== null && !Array.isArray(value), {
    error: 'is not an object',
  })
  .nullish()
const params = z.object(
  {
    query: z.string('is not a string').nullish(),
    operationName: z.string('is not a string').nullish(),
    variables: anObject,
    extensions: anObject,
  },
  'The body is not an object.',
)

/**
 * The operation that a request asks for, as GraphQL over HTTP has it: in the body of a POST, in the URL of a GET.
 * @throws FederationError BAD_REQUEST, which names the parameter
 */
export function readRequestParams({ method, url }: IncomingMessage, body: { json?: unknown }): OperationText {
  if (method === 'POST' && body.json === undefined) throw badRequest('The body is not of the type application/json.')
  const parsed = params.safeParse(method === 'POST' ? body.json : searchParams(url))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw badRequest([issue?.path[0], issue?.message].filter((part) => part !== undefined).join(' '))
}

function searchParams(url = '/') {
  const search = Object.fromEntries(new URL(url, 'http://gateway').searchParams)
  return { ...search, variables: jsonOf(search.variables), extensions: jsonOf(search.extensions) }
}

/** What is no JSON stays text, and is refused as such. */
function jsonOf(text: string | undefined): unknown {
  if (text === undefined) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

const badRequest = (message: string) => new FederationError('BAD_REQUEST', message)
