import type { Migration } from '@colloquy/platform/migrations'
import { accountsHaveSearchTokens } from './0001-search-tokens.ts'

/** In the order in which they run. Each is added at the end, and none is changed once it has been released. */
export const MIGRATIONS: readonly Migration[] = [accountsHaveSearchTokens]
