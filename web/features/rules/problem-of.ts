import type * as z from 'zod/mini'

/** What is wrong with a value, as a sentence of its own; null when nothing is. */
export function problemOf(rule: z.ZodMiniType, value: unknown): string | null {
  const message = rule.safeParse(value).error?.issues[0]?.message
  return message === undefined ? null : message.charAt(0).toUpperCase() + message.slice(1)
}
