import { connectMongodb } from '@colloquy/platform/mongodb'
import type { ChatConfig } from '../../src/config.ts'
import { createConversationStore } from '../../src/conversations/store.ts'
import { createEventStore } from '../../src/events/store.ts'
import { createMemberStore } from '../../src/members/store.ts'

/** The stores that a process that died would have left things in. */
export async function openStores({ mongodbUrl }: ChatConfig) {
  const mongodb = await connectMongodb(mongodbUrl)
  return {
    events: createEventStore(mongodb),
    conversations: createConversationStore(mongodb),
    members: createMemberStore(mongodb),
    [Symbol.asyncDispose]: () => mongodb[Symbol.asyncDispose](),
  }
}
