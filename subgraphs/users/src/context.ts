import type { Identity } from '@colloquy/platform/identity'
import type { ProfileLoader } from './profiles/loader.ts'

/** What a resolver knows of the request it works for. */
export interface Context {
  identity: Identity
  profileLoader: ProfileLoader
}
