import type { Logger } from '@colloquy/platform/logger'
import type { ConsumerOptions, Delivery } from '@colloquy/platform/rabbitmq-consumer'
import type { Publisher } from '@colloquy/platform/rabbitmq-publisher'
import { unseal } from '@colloquy/platform/sealed'
import { mailJob } from '@colloquy/schema/jobs'
import type { MailJob, MailJobOf } from '@colloquy/schema/jobs'
import { afterFailure } from './after-failure.ts'
import { MailRefusedError, OutcomeUnknownError } from './mailer.ts'
import type { Mail, Mailer } from './mailer.ts'
import type { SendStates } from './send-states.ts'
import { renderNewSignIn } from './new-sign-in/new-sign-in.ts'
import { renderSignInCode } from './sign-in-code/sign-in-code.ts'

export interface MailHandlerParts {
  mailer: Mailer
  publisher: Publisher
  states: SendStates
  codeKey: Buffer
  /** Where a mail waits before each further attempt, in order. */
  retries: readonly { delayMs: number; name: string }[]
  deadLetterQueue: string
  logger: Logger
}

const ATTEMPT_HEADER = 'x-attempt'
const REASON_HEADER = 'x-reason'

/**
 * Makes the handler of the mail queue. A mail is acknowledged when it is sent, dropped for being late, or safe in another
 * queue: to be tried later, or dead. What cannot be read is rejected, which the broker makes a dead letter.
 */
export function createMailHandler(parts: MailHandlerParts): ConsumerOptions['handle'] {
  const { mailer, publisher, states, codeKey, retries, deadLetterQueue, logger } = parts

  const bury = (job: MailJob, reason: string) =>
    publisher.publish({
      queue: deadLetterQueue,
      payload: withoutCode(job),
      messageId: job.id,
      headers: { [REASON_HEADER]: reason },
    })
  const putOff = (job: MailJob, step: number, attempt: number) => {
    const queue = retries[step]?.name
    if (queue === undefined) return bury(job, `there is no delay ${step}`)
    return publisher.publish({ queue, payload: job, messageId: job.id, headers: { [ATTEMPT_HEADER]: attempt } })
  }

  return async (message) => {
    const job = parseJob(message)
    const log = logger.child({ mailId: message.properties.messageId })
    if (!job) {
      log.error('mail job not understood')
      return 'reject'
    }
    const expiresAt = new Date(job.expiresAt)
    if (expiresAt <= new Date()) {
      log.warn('mail dropped: it is too late for it')
      return 'done'
    }
    const attempt = attemptOf(message)
    const claim = await states.claim(job.id)
    if (claim.state === 'sent') return 'done'
    if (claim.state === 'taken') {
      await putOff(job, 0, attempt)
      return 'done'
    }
    await using mine = claim
    let isConfirmed = true
    try {
      await mailer.send({ id: job.id, to: job.to, ...render(job, codeKey) })
    } catch (error) {
      isConfirmed = !(error instanceof OutcomeUnknownError)
      if (isConfirmed) {
        const retryDelaysMs = retries.map(({ delayMs }) => delayMs)
        const after = afterFailure({ error, attempt, expiresAt, now: new Date(), retryDelaysMs })
        log.warn({ err: error, attempt, ...after }, 'mail not sent')
        if (after.next === 'retry') await putOff(job, after.step, attempt + 1)
        else await bury(job, after.reason)
        return 'done'
      }
      // Whoever misses the mail asks for another; whoever got two would not know which code holds.
      log.warn({ err: error, attempt }, 'mail handed over without an answer, counted as sent')
    }
    try {
      await mine.sent()
    } catch (error) {
      // It was sent, and what matters now is to acknowledge it.
      log.error({ err: error }, 'mail sent, but not noted as sent')
    }
    if (isConfirmed) log.info({ attempt }, 'mail sent')
    return 'done'
  }
}

function parseJob(message: Delivery): MailJob | null {
  try {
    return mailJob.parse(JSON.parse(message.content.toString('utf8')))
  } catch {
    return null
  }
}

function attemptOf(message: Delivery): number {
  const attempt: unknown = message.properties.headers?.[ATTEMPT_HEADER]
  return typeof attempt === 'number' ? attempt : 0
}

function render(job: MailJob, codeKey: Buffer): Pick<Mail, 'subject' | 'text' | 'html'> {
  switch (job.type) {
    case 'send_otp':
      return renderSignInCode(job, openCode(job, codeKey))
    case 'new_sign_in':
      return renderNewSignIn(job)
    default:
      return job satisfies never
  }
}

/** Dead letters are read by people. */
function withoutCode(job: MailJob): object {
  if (job.type !== 'send_otp') return job
  const { sealedCode: _, ...rest } = job
  return rest
}

/** A code sealed with another key will not open later either. */
function openCode({ sealedCode, id }: MailJobOf<'send_otp'>, codeKey: Buffer): string {
  try {
    return unseal(sealedCode, codeKey, id)
  } catch (cause) {
    throw new MailRefusedError('The code does not open with MAIL_CODE_KEY.', { cause })
  }
}
