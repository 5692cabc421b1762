import { z } from 'zod'
import { emailAddress } from './email-address.ts'

/**
 * What goes over RabbitMQ. A job is one value, a queue with the shape of its payload, that publisher and worker both
 * import: neither can drift.
 */

/** What every mail has. */
const addressed = {
  /** Unique per mail: the worker sends no id twice. */
  id: z.uuid(),
  to: emailAddress,
  /** After this the mail is dropped: a late code is worse than none, and a late notice tells nothing new. */
  expiresAt: z.iso.datetime(),
  /** Who asked or signed in, as shown in the mail. */
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
}

/** Mail to be sent. Payloads that do not parse go to the dead-letter queue. */
export const mailJob = z.discriminatedUnion('type', [
  z.object({
    ...addressed,
    type: z.literal('send_otp'),
    /** The six digits, sealed with MAIL_CODE_KEY (AES-256-GCM): base64 of iv (12 bytes), tag (16 bytes), ciphertext. */
    sealedCode: z.string(),
    requestedAt: z.iso.datetime(),
  }),
  /** Somebody signed in from a device that had never signed in to the account. */
  z.object({ ...addressed, type: z.literal('new_sign_in'), signedInAt: z.iso.datetime() }),
])
export type MailJob = z.infer<typeof mailJob>
export type MailJobOf<Type extends MailJob['type']> = Extract<MailJob, { type: Type }>

/** What a queue's name starts with, unless configuration says otherwise. */
export const MAIL_QUEUE_PREFIX = 'mail'
/** A full queue refuses: whoever asks for a code is told at once that it cannot be sent. */
const MAX_QUEUED_MAILS = 100_000
const MAX_DEAD_MAILS = 10_000
/** Dead letters name people; they are kept no longer than it takes to look into them. */
const DEAD_MAIL_TTL_MS = 14 * 24 * 3_600_000
/** A mail that took this many workers down with it is dead. */
const MAX_DELIVERIES = 5

const quorum = { 'x-queue-type': 'quorum' } as const
/** Dead-letters without loss, which takes reject-publish; by the default exchange, so to a queue's name. */
const deadLetterTo = (queue: string) => ({
  'x-dead-letter-exchange': '',
  'x-dead-letter-routing-key': queue,
  'x-dead-letter-strategy': 'at-least-once',
  'x-overflow': 'reject-publish',
})

/**
 * The queues of mail, all durable quorum queues: `send`, read by workers; `dead`, for a person to look at; and one for each
 * delay, where a mail waits for its time to run out and goes back to `send`. Publisher and worker both declare what they use.
 * @param retryDelaysMs in order of attempts
 */
export function mailQueues(prefix = MAIL_QUEUE_PREFIX, retryDelaysMs: readonly number[] = []) {
  const send = {
    name: `${prefix}.send`,
    arguments: {
      ...quorum,
      ...deadLetterTo(`${prefix}.dead`),
      'x-max-length': MAX_QUEUED_MAILS,
      'x-delivery-limit': MAX_DELIVERIES,
    },
  }
  const dead = {
    name: `${prefix}.dead`,
    arguments: { ...quorum, 'x-max-length': MAX_DEAD_MAILS, 'x-message-ttl': DEAD_MAIL_TTL_MS },
  }
  const retries = retryDelaysMs.map((delayMs) => ({
    delayMs,
    name: `${prefix}.retry.${delayMs / 1_000}s`,
    arguments: {
      ...quorum,
      ...deadLetterTo(send.name),
      'x-max-length': MAX_QUEUED_MAILS,
      'x-message-ttl': delayMs,
    },
  }))
  return { send, dead, retries }
}
