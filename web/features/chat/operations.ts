import { graphql } from '../../graphql/generated/gql.ts'

/** inboxCursor first: subscribing from it, nothing that happens after the rest was read is missed. */
export const StartQuery = graphql(`
  query Start($first: Int!) {
    inboxCursor
    conversations(first: $first) {
      ...ConversationPage
    }
  }
`)

export const MoreConversationsQuery = graphql(`
  query MoreConversations($first: Int!, $after: String) {
    conversations(first: $first, after: $after) {
      ...ConversationPage
    }
  }
`)

graphql(`
  fragment ConversationPage on ConversationConnection {
    edges {
      node {
        ...ConversationSummary
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
`)

graphql(`
  fragment MessagePage on MessageConnection {
    edges {
      node {
        ...ChatMessage
        ...ViewerReactions
      }
    }
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
  }
`)

graphql(`
  fragment ViewerReactions on Message {
    reactions {
      emoji
      viewerReacted
    }
  }
`)

/** A conversation that was opened: its newest messages, and who is in it. */
export const OpenConversationQuery = graphql(`
  query OpenConversation($id: ID!, $last: Int!) {
    conversation(id: $id) {
      ...ConversationSummary
      ...ConversationMembers
      viewer {
        lastReadCursor
      }
      messages(last: $last) {
        ...MessagePage
      }
    }
  }
`)

export const NewerMessagesQuery = graphql(`
  query NewerMessages($id: ID!, $first: Int!, $after: String!) {
    conversation(id: $id) {
      id
      messages(first: $first, after: $after) {
        ...MessagePage
      }
    }
  }
`)

export const OlderMessagesQuery = graphql(`
  query OlderMessages($id: ID!, $last: Int!, $before: String!) {
    conversation(id: $id) {
      id
      messages(last: $last, before: $before) {
        ...MessagePage
      }
    }
  }
`)

/** A conversation as it stands, without its messages: those come by events. */
export const MembersQuery = graphql(`
  query Members($id: ID!) {
    conversation(id: $id) {
      ...ConversationSummary
      ...ConversationMembers
    }
  }
`)

export const MoreMembersQuery = graphql(`
  query MoreMembers($id: ID!, $after: String!) {
    conversation(id: $id) {
      id
      members(first: 100, after: $after) {
        ...MemberPage
      }
    }
  }
`)

export const SendMessageMutation = graphql(`
  mutation SendMessage($input: SendMessageInput!) {
    sendMessage(input: $input) {
      ...ChatMessage
    }
  }
`)

export const EditMessageMutation = graphql(`
  mutation EditMessage($id: ID!, $text: String!) {
    editMessage(id: $id, text: $text) {
      ...ChatMessage
    }
  }
`)

export const DeleteMessageMutation = graphql(`
  mutation DeleteMessage($id: ID!) {
    deleteMessage(id: $id) {
      ...ChatMessage
    }
  }
`)

export const AddReactionMutation = graphql(`
  mutation AddReaction($messageId: ID!, $emoji: String!) {
    addReaction(messageId: $messageId, emoji: $emoji) {
      ...ChatMessage
      ...ViewerReactions
    }
  }
`)

export const RemoveReactionMutation = graphql(`
  mutation RemoveReaction($messageId: ID!, $emoji: String!) {
    removeReaction(messageId: $messageId, emoji: $emoji) {
      ...ChatMessage
      ...ViewerReactions
    }
  }
`)

export const MarkReadMutation = graphql(`
  mutation MarkRead($conversationId: ID!, $seq: Int!) {
    markRead(conversationId: $conversationId, seq: $seq) {
      id
      lastSeq
      viewer {
        unreadCount
        lastReadSeq
      }
    }
  }
`)

graphql(`
  fragment ChatEvent on ConversationEvent {
    __typename
    seq
    cursor
    conversation {
      id
    }
    ... on MessageSent {
      message {
        ...ChatMessage
      }
    }
    ... on MessageEdited {
      message {
        ...ChatMessage
      }
    }
    ... on MessageDeleted {
      message {
        ...ChatMessage
      }
    }
    ... on ReactionChanged {
      message {
        ...ChatMessage
      }
      user {
        id
      }
      emoji
      added
    }
    ... on MembersChanged {
      joined {
        ...Person
      }
      left {
        ...Person
      }
    }
    ... on MessagesRead {
      user {
        id
      }
      upToSeq
    }
    ... on TypingChanged {
      user {
        ...Person
      }
      typing
    }
  }
`)

/** What happens in all of the viewer's conversations. */
export const InboxSubscription = graphql(`
  subscription Inbox($after: String, $seen: [ConversationPosition!]) {
    inbox(after: $after, seen: $seen) {
      ...ChatEvent
    }
  }
`)

/** What has happened in one conversation since an event, and goes on to happen. */
export const ConversationSubscription = graphql(`
  subscription ConversationEvents($id: ID!, $afterSeq: Int!) {
    conversation(id: $id, afterSeq: $afterSeq) {
      ...ChatEvent
    }
  }
`)
