import { parseInput } from '@colloquy/platform/errors'
import { requireUser } from '@colloquy/platform/identity'
import type { MountedField } from '@colloquy/platform/mounted-subgraph'
import { MAX_PRESENCE_USERS } from '@colloquy/schema/rules'
import { z } from 'zod'
import type { PresenceStore } from './presence-store.ts'
import type { PresenceTopics } from './presence-topics.ts'

/** `Subscription.presence`: the presence of the users named as it is now, then each change. */
export function createPresenceField({ topics, store }: { topics: PresenceTopics; store: PresenceStore }): MountedField {
  const presenceArgs = z.object({
    userIds: z.array(z.string().min(1).max(64)).min(1).max(MAX_PRESENCE_USERS),
  })
  return {
    async open({ args, identity }, stream) {
      requireUser(identity, 'chats:read')
      const userIds = [...new Set(parseInput(presenceArgs, args).userIds)]
      using opening = new DisposableStack()
      const leases = await topics.acquireAll(userIds)
      for (const lease of leases.values()) {
        opening.use(lease)
        stream.join(lease.value.name, { held: true })
        opening.defer(() => stream.leave(lease.value.name))
      }
      for (const [userId, state] of await store.read(userIds)) {
        if (stream.closed) break
        await stream.send({ userId, ...state })
      }
      for (const { value } of leases.values()) stream.release(value.name)
      const open = opening.move()
      return () => open.dispose()
    },
  }
}
