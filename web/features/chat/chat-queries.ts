import type { ApolloClient, OperationVariables, TypedDocumentNode } from '@apollo/client'
import type {
  CatchUpQuery as CatchUpResult,
  ChatMessageFragment,
  ConversationPageFragment,
  MarkReadMutation as MarkReadResult,
  MemberPageFragment,
  MessagePageFragment,
  OpenConversationQuery as OpenConversationResult,
  SendMessageInput,
  StartQuery as StartResult,
} from '../../graphql/generated/graphql.ts'
import {
  CatchUpQuery,
  MarkReadMutation,
  MembersQuery,
  MoreConversationsQuery,
  MoreMembersQuery,
  OlderMessagesQuery,
  OpenConversationQuery,
  SendMessageMutation,
  StartQuery,
} from './operations.ts'

const CONVERSATIONS_A_PAGE = 30
const MESSAGES_A_PAGE = 40
const MESSAGES_A_CATCH_UP = 100

export type OpenedConversation = NonNullable<OpenConversationResult['conversation']>
export type CaughtUpConversation = NonNullable<CatchUpResult['conversation']>

/** What the chat asks the gateway. Nothing is kept in Apollo's cache: the chat's own state is what holds it. */
export interface ChatQueries {
  start: () => Promise<StartResult>
  moreConversations: (after: string) => Promise<ConversationPageFragment>
  /** Null when the viewer is not a member. */
  open: (id: string) => Promise<OpenedConversation | null>
  olderMessages: (id: string, before: string) => Promise<MessagePageFragment | null>
  catchUp: (id: string, after: string | null) => Promise<CaughtUpConversation | null>
  /** More of the members of one conversation; null when the viewer is none of them. */
  memberPage: (id: string, after: string) => Promise<MemberPageFragment | null>
  members: (id: string) => Promise<Omit<CaughtUpConversation, 'messages'> | null>
  send: (input: SendMessageInput) => Promise<ChatMessageFragment>
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
  ): Promise<Data> {
    const answer = await apollo.mutate<Data>({ mutation, variables, fetchPolicy: 'no-cache' })
    return present(answer.data)
  }

  return {
    start: () => ask(StartQuery, { first: CONVERSATIONS_A_PAGE }),
    moreConversations: async (after) =>
      (await ask(MoreConversationsQuery, { first: CONVERSATIONS_A_PAGE, after })).conversations,
    open: async (id) => (await ask(OpenConversationQuery, { id, last: MESSAGES_A_PAGE })).conversation,
    olderMessages: async (id, before) => {
      const { conversation } = await ask(OlderMessagesQuery, { id, last: MESSAGES_A_PAGE, before })
      return conversation?.messages ?? null
    },
    catchUp: async (id, after) => (await ask(CatchUpQuery, { id, first: MESSAGES_A_CATCH_UP, after })).conversation,
    memberPage: async (id, after) => (await ask(MoreMembersQuery, { id, after })).conversation?.members ?? null,
    members: async (id) => (await ask(MembersQuery, { id })).conversation,
    send: async (input) => (await tell(SendMessageMutation, { input })).sendMessage,
    markRead: async (conversationId, seq) => (await tell(MarkReadMutation, { conversationId, seq })).markRead,
  }
}

/** Apollo throws on errors, so that data is there when it returns; its types cannot say so. */
function present<Data>(data: Data | undefined): Data {
  if (data === undefined || data === null) throw new Error('The gateway answered without data')
  return data
}
