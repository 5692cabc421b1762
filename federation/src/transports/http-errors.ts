import type { ServerResponse } from 'node:http'
import { toFormatted } from '../live/format-error.ts'
import type { FormatError } from '../live/format-error.ts'
import { FederationError, graphQLErrorsOf } from '../plan/errors.ts'
import type { JsonType } from './accept.ts'
import { ConnectionRefusal } from './caller.ts'
import type { Allowance } from './charges.ts'
import { sendAnswer } from './http-answer.ts'
import { refuseRequest } from './refusal.ts'
import type { Refusal } from './refusal.ts'

export interface Failing {
  response: ServerResponse
  /** As what errors are told. */
  type: JsonType
  formatError: FormatError
  /** Of whoever asked, once that is known. */
  allowance?: Allowance
}

/** Answers a request by anything thrown. */
export function answerError({ response, type, formatError, allowance }: Failing, error: unknown): void {
  if (error instanceof ConnectionRefusal) return refuseRequest(response, refusalOf(error))
  const errors = graphQLErrorsOf(error).map((one) => toFormatted(one, formatError))
  sendAnswer(response, type, { errors, allowance })
}

const TRY_AGAIN_LATER = 1013

const refusalOf = ({ closing: { code, reason } }: ConnectionRefusal): Refusal =>
  code === TRY_AGAIN_LATER
    ? { status: 503, message: `${reason}.`, retryAfter: 1 }
    : { status: 403, message: `${reason}.` }

/** Whatever follows a link would run it. */
export const notByGet = () => new FederationError('BAD_REQUEST', 'Mutations are sent by POST.')
