import type { AccessTokenScope } from '@colloquy/schema/rules'

/** What a token can be made for, in the words that people read. */
export const SCOPE_LABELS: Readonly<Record<AccessTokenScope, string>> = {
  'chats:read': 'Read messages',
  'chats:write': 'Send messages',
  'profile:read': 'See people',
  'profile:write': 'Change your profile',
}

/** As they are offered: what programs need most first. */
export const SCOPES_IN_ORDER = ['chats:read', 'chats:write', 'profile:read', 'profile:write'] as const

/** A scope that this page does not know yet is shown as the API has it. */
export const scopeLabel = (scope: string): string =>
  new Map<string, string>(Object.entries(SCOPE_LABELS)).get(scope) ?? scope

const DAY_MS = 24 * 3_600_000

/** How long a token works. */
export const LIFETIMES = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'A year' },
  { value: 'none', label: 'Until I revoke it' },
] as const
export type Lifetime = (typeof LIFETIMES)[number]['value']

/** When a token of that lifetime ends, as the API takes it; null for never. */
export const endOf = (lifetime: Lifetime, nowMs: number): string | null =>
  lifetime === 'none' ? null : new Date(nowMs + Number(lifetime) * DAY_MS).toISOString()
