import { z } from 'zod'

/**
 * What goes over RabbitMQ. A job is one value, a queue with the shape of its payload, that publisher and worker both
 * import: neither can drift.
 */

/** Mail to be sent. Payloads that do not parse go to the dead-letter queue. */
export const mailJob = z.discriminatedUnion('type', [
  z.object({
    /** Unique per mail: the worker sends no id twice. */
    id: z.uuid(),
    type: z.literal('send_otp'),
    to: z.email(),
    /** The six digits, sealed with MAIL_CODE_KEY (AES-256-GCM): base64 of iv (12 bytes), tag (16 bytes), ciphertext. */
    sealedCode: z.string(),
    /** After this the mail is dropped: a late code is worse than none. */
    expiresAt: z.iso.datetime(),
    requestedAt: z.iso.datetime(),
    /** Who asked, as shown in the mail. */
    ip: z.string().nullable(),
    userAgent: z.string().nullable(),
  }),
])
export type MailJob = z.infer<typeof mailJob>

export const MAIL_QUEUE = 'mail.send'
export const MAIL_DEAD_LETTER_QUEUE = 'mail.dead'
/** Delays of the retry queues, in order of attempts; after the last one a mail is dead. */
export const MAIL_RETRY_DELAYS_MS = [10_000, 60_000, 300_000] as const
export const mailRetryQueue = (delayMs: number): string => `mail.retry.${delayMs / 1000}s`
