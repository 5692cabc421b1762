import * as z from 'zod/mini'

/** What the page gets to know of a session: never the refresh token, which stays in its cookie. */
export const sessionAnswer = z.object({
  accessToken: z.string(),
  /** How long the access token still works, so that the browser's clock need not agree with the server's. */
  expiresInMs: z.number(),
  isNewUser: z.boolean(),
})
export type SessionAnswer = z.infer<typeof sessionAnswer>

/** What the page gets to know of a code that is on its way: which request to name with it, and when that ends. */
export const codeAnswer = z.object({ requestId: z.string(), expiresInMs: z.number(), resendInMs: z.number() })
export type CodeAnswer = z.infer<typeof codeAnswer>

/** An error as the gateway words it; the routes of this server answer in the same shape. */
export const apiError = z.looseObject({
  message: z.string(),
  extensions: z.optional(z.looseObject({ code: z.optional(z.string()), retryAfter: z.optional(z.number()) })),
})
export type ApiError = z.infer<typeof apiError>

export const errorAnswer = z.object({ errors: z.array(apiError).check(z.minLength(1)) })
