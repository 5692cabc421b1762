import type { Identity } from '@colloquy/platform/identity'
import type { Loaders } from './loaders.ts'

/** What the resolvers of one request share. */
export interface Context {
  identity: Identity
  loaders: Loaders
}
