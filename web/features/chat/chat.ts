import type { ApolloClient } from '@apollo/client'
import { TYPING_SHOWN_MS } from '@colloquy/schema/rules'
import { isPassing } from '../../graphql/errors.ts'
import type { ConversationSummaryFragment } from '../../graphql/generated/graphql.ts'
import type { Sending } from '../composer/create-sending.ts'
import { createSending } from '../composer/create-sending.ts'
import type { Kept } from '../composer/kept.ts'
import type { Edits } from '../composer/edits.ts'
import { createEdits } from '../composer/edits.ts'
import { backoffMs, waitToRetry } from '../live/backoff.ts'
import { fillHole } from '../live/fill-hole.ts'
import { followInbox } from '../live/inbox.ts'
import type { LiveSocket } from '../live/live-socket.ts'
import type { Deletions } from '../messages/deletions.ts'
import { createDeletions } from '../messages/deletions.ts'
import type { Reacting } from '../reactions/reacting.ts'
import { createReacting } from '../reactions/reacting.ts'
import type { Session } from '../session/session.ts'
import { tell } from '../settings/succeeds.ts'
import type { Store } from '../store/store.ts'
import { createStore } from '../store/store.ts'
import { keepCaughtUp } from './catch-up.ts'
import type { ChatQueries } from './chat-queries.ts'
import { createChatQueries } from './chat-queries.ts'
import type { ChatState } from './chat-state.ts'
import {
  emptyChat,
  withChanged,
  withFirstPage,
  withListed,
  withLoadedOutdated,
  withLoadedStale,
  withMarkAnswer,
  withNewerMessages,
  withNextPage,
  withOlderMessages,
  withOpened,
  withOpenedAtUnread,
  withReacted,
  withoutConversation,
  withSent,
} from './chat-state.ts'
import type { InboxEvent } from './inbox-events.ts'
import { applyInboxEvent, withoutExpiredTyping, withViewersMark } from './inbox-events.ts'
import { readUnread } from './read-unread.ts'
import { createReadMarker } from './read-marker.ts'

/** The viewer's conversations, kept as they are, and what can be done with them. */
export interface Chat extends Pick<Sending, 'outbox' | 'drafts' | 'uploads'> {
  state: Store<ChatState>
  /** Where conversations were left that were not at their end: keys of rows, by conversation id. */
  places: Map<string, string>
  /** Loads the list and follows what happens; returns how to stop. */
  start: () => () => void
  /** Loads a conversation's newest messages, or where the unread ones begin. Says whether there is such a conversation. */
  open: (id: string) => Promise<boolean>
  /** Loads a conversation's newest messages in place of those that are loaded. */
  openAtEnd: (id: string) => Promise<void>
  loadOlderMessages: (id: string) => Promise<void>
  loadNewerMessages: (id: string) => Promise<void>
  loadMoreConversations: () => Promise<void>
  /** The members of a conversation after a place in their list; null when the viewer is none of them. */
  memberPage: ChatQueries['memberPage']
  /** A conversation that the viewer has just made, found or changed. */
  list: (summary: ConversationSummaryFragment) => void
  /** One that the viewer has left. */
  forget: (id: string) => void
  markRead: (id: string, seq: number) => void
  /** Gives one of the viewer's messages another text; rejects when the server does not take it. */
  edit: (conversationId: string, messageId: string, text: string) => Promise<void>
  edits: Edits
  deletions: Deletions
  reacting: Reacting
}

interface ChatOptions {
  apollo: ApolloClient
  socket: LiveSocket
  session: Session
  viewerId: string
  /** What the viewer has not sent yet. */
  kept: Kept
}

/** Everything of one signed-in person's chat that is not a component. */
export function createChat({ apollo, socket, session, viewerId, kept }: ChatOptions): Chat {
  const queries = createChatQueries(apollo)
  const state = createStore(emptyChat(viewerId))

  const { outbox, drafts, uploads, ...sending } = createSending({
    apollo,
    viewerId,
    kept,
    send: async (input) => {
      const sent = await queries.send(input)
      state.update((known) => withSent(known, input.conversationId, sent))
    },
  })

  const sendMark = createReadMarker({
    send: async (id, seq) => {
      const answer = await queries.markRead(id, seq)
      state.update((known) => withMarkAnswer(known, answer))
    },
    isPassing,
    wait: waitToRetry,
  })

  const deletions = createDeletions({
    remove: async (conversationId, messageId) => {
      const deleted = await queries.remove(messageId)
      state.update((known) => withChanged(known, conversationId, deleted))
    },
    onProblem: tell,
  })

  const reacting = createReacting({
    send: async ({ conversationId, messageId, emoji, added }) => {
      const message = await queries.react(messageId, emoji, added)
      state.update((known) => withReacted(known, conversationId, message))
    },
    onProblem: tell,
  })

  /** The first page of the list, asked for until there is an answer; null when the signal was aborted first. */
  const askStart = async (signal: AbortSignal) => {
    for (let failures = 0; !signal.aborted; failures += 1) {
      const answer = await queries.start().catch(() => null)
      if (answer) return answer
      await waitToRetry(backoffMs(failures), signal)
    }
    return null
  }
  const loadAfresh = async (signal: AbortSignal) => {
    const answer = await askStart(signal)
    if (!answer) return
    const { inboxCursor, conversations } = answer
    state.set({ ...withFirstPage(emptyChat(viewerId), conversations), inboxCursor })
  }
  /**
   * Reads what no event tells, as it is after a time without connection: read marks, unread counts, roles. What has a seq
   * comes by the inbox that resumed.
   */
  const reconcile = async (signal: AbortSignal) => {
    state.update(withLoadedStale)
    const answer = await askStart(signal)
    if (answer) state.update((known) => withFirstPage(known, answer.conversations))
  }
  /** Only after the last of several reconnects in a row. */
  const reconcileOnReconnect = (signal: AbortSignal) => {
    let underWay = new AbortController()
    return socket.onReconnected(() => {
      underWay.abort()
      underWay = new AbortController()
      void reconcile(AbortSignal.any([signal, underWay.signal]))
    })
  }

  const onEvent = (event: InboxEvent) => {
    if (event.__typename === 'MessageSent') outbox.confirm(event.message.clientId)
    if (event.__typename === 'TypingChanged')
      setTimeout(() => state.update((known) => withoutExpiredTyping(known, Date.now())), TYPING_SHOWN_MS)
    state.update((known) => applyInboxEvent(known, event, Date.now()))
  }

  const follow = async (signal: AbortSignal) => {
    if (!state.get().isLoaded) await loadAfresh(signal)
    await followInbox({
      socket,
      session,
      signal,
      state: state.get,
      onEvent,
      onUnknown: () => state.update(withLoadedOutdated),
      loadAfresh: () => loadAfresh(signal),
    })
  }

  return {
    state,
    outbox,
    drafts,
    uploads,
    places: new Map(),
    start: () => {
      const stopping = new AbortController()
      const { signal } = stopping
      const stopCatchingUp = keepCaughtUp({
        store: state,
        queries,
        wait: waitToRetry,
        fillHole: (id, upToSeq) => fillHole({ socket, store: state, onEvent, signal }, id, upToSeq),
        signal,
      })
      addEventListener('pagehide', deletions.flush, { signal })
      const stopReconciling = reconcileOnReconnect(signal)
      sending.run(signal)
      void follow(signal)
      return () => {
        stopping.abort()
        deletions.flush()
        stopCatchingUp()
        stopReconciling()
      }
    },
    open: async (id) => {
      const opened = await queries.open(id)
      const unread = opened && (await readUnread(queries, opened))
      state.update((known) => {
        if (!opened) return withoutConversation(known, id)
        return unread ? withOpenedAtUnread(known, opened, unread.page, unread.before) : withOpened(known, opened)
      })
      return opened !== null
    },
    openAtEnd: async (id) => {
      const opened = await queries.open(id)
      if (opened) state.update((known) => withOpened(known, opened))
    },
    loadOlderMessages: async (id) => {
      const log = state.get().conversations.get(id)?.log
      if (!log?.hasOlder || log.startCursor === null) return
      const page = await queries.olderMessages(id, log.startCursor)
      if (page) state.update((known) => withOlderMessages(known, id, page))
    },
    loadNewerMessages: async (id) => {
      const log = state.get().conversations.get(id)?.log
      if (!log?.hasNewer || log.endCursor === null) return
      const page = await queries.newerMessages(id, log.endCursor)
      if (page) state.update((known) => withNewerMessages(known, id, page))
    },
    loadMoreConversations: async () => {
      const after = state.get().nextPageCursor
      if (after === null) return
      const page = await queries.moreConversations(after)
      state.update((known) => withNextPage(known, page))
    },
    memberPage: queries.memberPage,
    list: (summary) => state.update((known) => withListed(known, summary)),
    forget: (id) => state.update((known) => withoutConversation(known, id)),
    edits: createEdits(),
    deletions,
    reacting,
    edit: async (conversationId, messageId, text) => {
      const edited = await queries.edit(messageId, text)
      state.update((known) => withChanged(known, conversationId, edited))
    },
    markRead: (id, seq) => {
      const known = state.get().conversations.get(id)
      if (!known || seq <= known.lastReadSeq) return
      state.update((current) => withViewersMark(current, known, seq))
      sendMark(id, seq)
    },
  }
}
