import * as z from 'zod/mini'

/** The forms of what is kept in the browser until it has been sent: see device/. */

const person = z.object({ id: z.string(), name: z.string(), username: z.string() })

/** What a message answers, as it is quoted. */
export const answered = z.object({ messageId: z.string(), seq: z.number(), text: z.string(), sender: person })
export type Answered = z.infer<typeof answered>

/** What somebody is about to say in a conversation; it stays while they look elsewhere. */
export const draft = z.object({
  text: z.string(),
  replyTo: z.nullable(answered),
  /** Keys of uploads. */
  files: z.readonly(z.array(z.string())),
})
export type Draft = z.infer<typeof draft>

/** A message on its way. */
export const outboxItem = z.object({
  clientId: z.string(),
  conversationId: z.string(),
  text: z.string(),
  replyTo: z.nullable(answered),
  /** Keys of uploads. */
  files: z.readonly(z.array(z.string())),
  writtenAt: z.iso.datetime(),
  /** Grows with each message of a conversation: they are sent in this order. */
  place: z.number(),
  state: z.enum(['waiting', 'failed']),
  /** Why it failed, in words for people. */
  problem: z.nullable(z.string()),
  /** Those of its files for which it was refused. */
  faultyFiles: z.readonly(z.array(z.string())),
  /** It failed, and those behind it need not wait for it any more. */
  isPassed: z.boolean(),
})
export type OutboxItem = z.infer<typeof outboxItem>

/** A file that was attached, until the message that carries it has been sent. */
export const upload = z.object({
  key: z.string(),
  file: z.instanceof(Blob),
  fileName: z.string(),
  contentType: z.string(),
  /** In pixels; null for what is no picture. */
  image: z.nullable(z.object({ width: z.number(), height: z.number() })),
  addedAtMs: z.number(),
  /** Null until it is in the bucket. */
  attachmentId: z.nullable(z.string()),
  /** Why it did not get there, in words for people. */
  problem: z.nullable(z.string()),
})
export type Upload = z.infer<typeof upload>
