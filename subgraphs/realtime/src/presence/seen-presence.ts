import { viewerOf } from '@colloquy/platform/identity'
import type { Identity } from '@colloquy/platform/identity'
import type { Logger } from '@colloquy/platform/logger'
import type { PresenceState, PresenceStore } from './presence-store.ts'
import type { Sight } from './sight.ts'

/**
 * Reads the presence of users as far as whoever asks sees it; hidden ones are left out. While it cannot be told whose that is, it
 * is nobody's.
 */
export function createSeenPresence({
  identity,
  sight,
  store,
  logger,
}: {
  identity: Identity
  sight: Sight
  store: PresenceStore
  logger: Logger
}): (userIds: string[]) => Promise<Map<string, PresenceState>> {
  const seenOf = async (userIds: string[]): Promise<string[]> => {
    const viewer = viewerOf(identity)
    if (!viewer) return []
    try {
      const seen = await sight.of(viewer.userId, userIds)
      return userIds.filter((userId) => seen.get(userId) === true)
    } catch (error) {
      logger.warn({ err: error }, 'whose presence may be seen cannot be told')
      return []
    }
  }
  return async (userIds) => store.read(await seenOf(userIds))
}
