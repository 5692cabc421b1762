import type { ApolloClient, DefaultContext, OperationVariables, TypedDocumentNode } from '@apollo/client'
import type {
  AddReactionMutation as AddReactionMutationResult,
  ChatMessageFragment,
  ConversationPageFragment,
  MarkReadMutation as MarkReadResult,
  MembersQuery as MembersResult,
  MemberPageFragment,
  MessagePageFragment,
  OpenConversationQuery as OpenConversationResult,
  SendMessageInput,
  StartQuery as StartResult,
} from '../../graphql/generated/graphql.ts'
import {
  AddReactionMutation,
  DeleteMessageMutation,
  EditMessageMutation,
  MarkReadMutation,
  MembersQuery,
  MoreConversationsQuery,
  MoreMembersQuery,
  NewerMessagesQuery,
  OlderMessagesQuery,
  OpenConversationQuery,
  RemoveReactionMutation,
  SendMessageMutation,
  StartQuery,
} from './operations.ts'

const CONVERSATIONS_A_PAGE = 30
const MESSAGES_A_PAGE = 40
const MAX_MESSAGES_A_PAGE = 80

/** A browser finishes such a request when its page is closed. */
const OUTLIVES_PAGE = { fetchOptions: { keepalive: true } }

/** A message with what the viewer reacts to it with. */
export type MessageForViewer = AddReactionMutationResult['addReaction']
export type OpenedConversation = NonNullable<OpenConversationResult['conversation']>
export type ConversationAsItStands = NonNullable<MembersResult['conversation']>

/** What the chat asks the gateway. Nothing is kept in Apollo's cache: the chat's own state is what holds it. */
export interface ChatQueries {
  start: () => Promise<StartResult>
  moreConversations: (after: string) => Promise<ConversationPageFragment>
  /** With at least so many of the newest messages, as far as a page has them; null when the viewer is not a member. */
  open: (id: string, shown?: number) => Promise<OpenedConversation | null>
  olderMessages: (id: string, before: string) => Promise<MessagePageFragment | null>
  newerMessages: (id: string, after: string) => Promise<MessagePageFragment | null>
  /** More of the members of one conversation; null when the viewer is none of them. */
  memberPage: (id: string, after: string) => Promise<MemberPageFragment | null>
  members: (id: string) => Promise<ConversationAsItStands | null>
  send: (input: SendMessageInput) => Promise<ChatMessageFragment>
  /** Goes through even when the page is left meanwhile. */
  remove: (id: string) => Promise<ChatMessageFragment>
  edit: (id: string, text: string) => Promise<ChatMessageFragment>
  react: (messageId: string, emoji: string, added: boolean) => Promise<MessageForViewer>
  markRead: (conversationId: string, seq: number) => Promise<MarkReadResult['markRead']>
}

export function createChatQueries(apollo: ApolloClient): ChatQueries {
  async function ask<Data, Variables extends OperationVariables>(
    query: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): Promise<Data> {
    const answer = await apollo.query<Data>({ query, variables, fetchPolicy: 'no-cache' })
    return present(answer.data)
  }
  async function tell<Data, Variables extends OperationVariables>(
    mutation: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    context: DefaultContext = {},
  ): Promise<Data> {
    const answer = await apollo.mutate<Data>({ mutation, variables, context, fetchPolicy: 'no-cache' })
    return present(answer.data)
  }

  return {
    start: () => ask(StartQuery, { first: CONVERSATIONS_A_PAGE }),
    moreConversations: async (after) =>
      (await ask(MoreConversationsQuery, { first: CONVERSATIONS_A_PAGE, after })).conversations,
    open: async (id, shown = 0) => {
      const last = Math.min(Math.max(shown, MESSAGES_A_PAGE), MAX_MESSAGES_A_PAGE)
      return (await ask(OpenConversationQuery, { id, last })).conversation
    },
    olderMessages: async (id, before) => {
      const { conversation } = await ask(OlderMessagesQuery, { id, last: MESSAGES_A_PAGE, before })
      return conversation?.messages ?? null
    },
    newerMessages: async (id, after) => {
      const { conversation } = await ask(NewerMessagesQuery, { id, first: MESSAGES_A_PAGE, after })
      return conversation?.messages ?? null
    },
    memberPage: async (id, after) => (await ask(MoreMembersQuery, { id, after })).conversation?.members ?? null,
    members: async (id) => (await ask(MembersQuery, { id })).conversation,
    send: async (input) => (await tell(SendMessageMutation, { input })).sendMessage,
    remove: async (id) => (await tell(DeleteMessageMutation, { id }, OUTLIVES_PAGE)).deleteMessage,
    edit: async (id, text) => (await tell(EditMessageMutation, { id, text })).editMessage,
    react: async (messageId, emoji, added) =>
      added
        ? (await tell(AddReactionMutation, { messageId, emoji })).addReaction
        : (await tell(RemoveReactionMutation, { messageId, emoji })).removeReaction,
    markRead: async (conversationId, seq) => (await tell(MarkReadMutation, { conversationId, seq })).markRead,
  }
}

/** Apollo throws on errors, so that data is there when it returns; its types cannot say so. */
function present<Data>(data: Data | undefined): Data {
  if (data === undefined || data === null) throw new Error('The gateway answered without data')
  return data
}
