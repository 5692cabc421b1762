import { z } from 'zod'

const USERNAME_RULE = '3 to 30 of a–z, 0–9, “_” and “.”'

/** The API's own rules, so that they can be told while somebody types. */
export const profileRules = {
  name: z.string().trim().min(1, 'Your name is what others see').max(80, 'At most 80 characters'),
  username: z
    .string()
    .min(3, 'At least 3 characters')
    .max(30, 'At most 30 characters')
    .regex(/^[a-z0-9_.]*$/, `Only a–z, 0–9, “_” and “.”`),
  bio: z.string().trim().max(500, 'At most 500 characters'),
}
export type ProfileField = keyof typeof profileRules

export const USERNAME_HINT = `${USERNAME_RULE}. Others find you by it.`

/** What is wrong with a value; null when nothing is. */
export function profileProblem(field: ProfileField, value: string): string | null {
  const parsed = profileRules[field].safeParse(value)
  return parsed.success ? null : (parsed.error.issues[0]?.message ?? 'Not allowed')
}

/** What a username may look like for somebody of that name. */
export function suggestUsername(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim()
    .replaceAll(' ', '.')
  return plain.slice(0, 30)
}
