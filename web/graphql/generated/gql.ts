/* eslint-disable */
import * as types from './graphql';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  query Start($first: Int!) {\n    inboxCursor\n    conversations(first: $first) {\n      ...ConversationPage\n    }\n  }\n": typeof types.StartDocument,
    "\n  query MoreConversations($first: Int!, $after: String) {\n    conversations(first: $first, after: $after) {\n      ...ConversationPage\n    }\n  }\n": typeof types.MoreConversationsDocument,
    "\n  fragment ConversationPage on ConversationConnection {\n    edges {\n      node {\n        ...ConversationSummary\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n": typeof types.ConversationPageFragmentDoc,
    "\n  fragment MessagePage on MessageConnection {\n    edges {\n      node {\n        ...ChatMessage\n        ...ViewerReactions\n      }\n    }\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n  }\n": typeof types.MessagePageFragmentDoc,
    "\n  fragment ViewerReactions on Message {\n    reactions {\n      emoji\n      viewerReacted\n    }\n  }\n": typeof types.ViewerReactionsFragmentDoc,
    "\n  query OpenConversation($id: ID!, $last: Int!) {\n    conversation(id: $id) {\n      ...ConversationSummary\n      ...ConversationMembers\n      viewer {\n        lastReadCursor\n      }\n      messages(last: $last) {\n        ...MessagePage\n      }\n    }\n  }\n": typeof types.OpenConversationDocument,
    "\n  query NewerMessages($id: ID!, $first: Int!, $after: String!) {\n    conversation(id: $id) {\n      id\n      messages(first: $first, after: $after) {\n        ...MessagePage\n      }\n    }\n  }\n": typeof types.NewerMessagesDocument,
    "\n  query OlderMessages($id: ID!, $last: Int!, $before: String!) {\n    conversation(id: $id) {\n      id\n      messages(last: $last, before: $before) {\n        ...MessagePage\n      }\n    }\n  }\n": typeof types.OlderMessagesDocument,
    "\n  query Members($id: ID!) {\n    conversation(id: $id) {\n      ...ConversationSummary\n      ...ConversationMembers\n    }\n  }\n": typeof types.MembersDocument,
    "\n  query MoreMembers($id: ID!, $after: String!) {\n    conversation(id: $id) {\n      id\n      members(first: 100, after: $after) {\n        ...MemberPage\n      }\n    }\n  }\n": typeof types.MoreMembersDocument,
    "\n  mutation SendMessage($input: SendMessageInput!) {\n    sendMessage(input: $input) {\n      ...ChatMessage\n    }\n  }\n": typeof types.SendMessageDocument,
    "\n  mutation EditMessage($id: ID!, $text: String!) {\n    editMessage(id: $id, text: $text) {\n      ...ChatMessage\n    }\n  }\n": typeof types.EditMessageDocument,
    "\n  mutation DeleteMessage($id: ID!) {\n    deleteMessage(id: $id) {\n      ...ChatMessage\n    }\n  }\n": typeof types.DeleteMessageDocument,
    "\n  mutation AddReaction($messageId: ID!, $emoji: String!) {\n    addReaction(messageId: $messageId, emoji: $emoji) {\n      ...ChatMessage\n      ...ViewerReactions\n    }\n  }\n": typeof types.AddReactionDocument,
    "\n  mutation RemoveReaction($messageId: ID!, $emoji: String!) {\n    removeReaction(messageId: $messageId, emoji: $emoji) {\n      ...ChatMessage\n      ...ViewerReactions\n    }\n  }\n": typeof types.RemoveReactionDocument,
    "\n  mutation MarkRead($conversationId: ID!, $seq: Int!) {\n    markRead(conversationId: $conversationId, seq: $seq) {\n      id\n      lastSeq\n      viewer {\n        unreadCount\n        lastReadSeq\n      }\n    }\n  }\n": typeof types.MarkReadDocument,
    "\n  fragment ChatEvent on ConversationEvent {\n    __typename\n    seq\n    cursor\n    conversation {\n      id\n    }\n    ... on MessageSent {\n      message {\n        ...ChatMessage\n      }\n    }\n    ... on MessageEdited {\n      message {\n        ...ChatMessage\n      }\n    }\n    ... on MessageDeleted {\n      message {\n        ...ChatMessage\n      }\n    }\n    ... on ReactionChanged {\n      message {\n        ...ChatMessage\n      }\n      user {\n        id\n      }\n      emoji\n      added\n    }\n    ... on MembersChanged {\n      joined {\n        ...Person\n      }\n      left {\n        ...Person\n      }\n    }\n    ... on MessagesRead {\n      user {\n        id\n      }\n      upToSeq\n    }\n    ... on TypingChanged {\n      user {\n        ...Person\n      }\n      typing\n    }\n  }\n": typeof types.ChatEventFragmentDoc,
    "\n  subscription Inbox($after: String, $seen: [ConversationPosition!]) {\n    inbox(after: $after, seen: $seen) {\n      ...ChatEvent\n    }\n  }\n": typeof types.InboxDocument,
    "\n  subscription ConversationEvents($id: ID!, $afterSeq: Int!) {\n    conversation(id: $id, afterSeq: $afterSeq) {\n      ...ChatEvent\n    }\n  }\n": typeof types.ConversationEventsDocument,
    "\n  mutation CreateAttachmentUpload($input: UploadInput!) {\n    createAttachmentUpload(input: $input) {\n      id\n      url\n      headers {\n        name\n        value\n      }\n    }\n  }\n": typeof types.CreateAttachmentUploadDocument,
    "\n  mutation SetTyping($conversationId: ID!, $typing: Boolean!) {\n    setTyping(conversationId: $conversationId, typing: $typing)\n  }\n": typeof types.SetTypingDocument,
    "\n  fragment ConversationSummary on Conversation {\n    id\n    kind\n    title\n    memberCount\n    createdAt\n    lastSeq\n    lastMessage {\n      ...LastMessage\n    }\n    viewer {\n      role\n      unreadCount\n      lastReadSeq\n    }\n    members(first: 2) {\n      edges {\n        node {\n          lastReadSeq\n          user {\n            ...Person\n          }\n        }\n      }\n    }\n  }\n": typeof types.ConversationSummaryFragmentDoc,
    "\n  fragment LastMessage on Message {\n    id\n    seq\n    version\n    text\n    sentAt\n    deletedAt\n    sender {\n      ...Person\n    }\n    attachments {\n      id\n      contentType\n    }\n  }\n": typeof types.LastMessageFragmentDoc,
    "\n  mutation LeaveConversation($conversationId: ID!) {\n    leaveConversation(conversationId: $conversationId)\n  }\n": typeof types.LeaveConversationDocument,
    "\n  fragment ConversationMembers on Conversation {\n    everyone: members(first: 100) {\n      ...MemberPage\n    }\n  }\n": typeof types.ConversationMembersFragmentDoc,
    "\n  fragment MemberPage on MemberConnection {\n    edges {\n      node {\n        role\n        joinedAt\n        lastReadSeq\n        user {\n          ...Person\n        }\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n": typeof types.MemberPageFragmentDoc,
    "\n  mutation AddMembers($conversationId: ID!, $userIds: [ID!]!) {\n    addMembers(conversationId: $conversationId, userIds: $userIds) {\n      id\n    }\n  }\n": typeof types.AddMembersDocument,
    "\n  mutation RemoveMember($conversationId: ID!, $userId: ID!) {\n    removeMember(conversationId: $conversationId, userId: $userId) {\n      id\n    }\n  }\n": typeof types.RemoveMemberDocument,
    "\n  fragment MessageAttachment on Attachment {\n    id\n    fileName\n    contentType\n    byteSize\n    url\n    image {\n      url\n      width\n      height\n    }\n  }\n": typeof types.MessageAttachmentFragmentDoc,
    "\n  fragment ChatMessage on Message {\n    id\n    seq\n    version\n    clientId\n    text\n    sentAt\n    editedAt\n    deletedAt\n    sender {\n      ...Person\n    }\n    attachments {\n      ...MessageAttachment\n    }\n    quote {\n      messageId\n      seq\n      text\n      deletedAt\n      sender {\n        ...Person\n      }\n    }\n    reactions {\n      emoji\n      count\n    }\n  }\n": typeof types.ChatMessageFragmentDoc,
    "\n  query Attachments($messageId: ID!) {\n    message(id: $messageId) {\n      id\n      attachments {\n        ...MessageAttachment\n      }\n    }\n  }\n": typeof types.AttachmentsDocument,
    "\n  mutation CreateGroup($input: CreateGroupInput!) {\n    createGroup(input: $input) {\n      ...ConversationSummary\n    }\n  }\n": typeof types.CreateGroupDocument,
    "\n  fragment Person on User {\n    id\n    name\n    username\n  }\n": typeof types.PersonFragmentDoc,
    "\n  fragment Profile on User {\n    id\n    name\n    username\n    bio\n  }\n": typeof types.ProfileFragmentDoc,
    "\n  subscription Profiles($userIds: [ID!]!) {\n    profiles(userIds: $userIds) {\n      user {\n        ...Profile\n      }\n    }\n  }\n": typeof types.ProfilesDocument,
    "\n  mutation OpenDirectConversation($userId: ID!) {\n    openDirectConversation(userId: $userId) {\n      ...ConversationSummary\n    }\n  }\n": typeof types.OpenDirectConversationDocument,
    "\n  query SearchPeople($query: String!) {\n    searchUsers(query: $query, first: 20) {\n      ...Person\n    }\n  }\n": typeof types.SearchPeopleDocument,
    "\n  subscription Presence($userIds: [ID!]!) {\n    presence(userIds: $userIds) {\n      user {\n        id\n      }\n      presence {\n        status\n        lastSeenAt\n      }\n    }\n  }\n": typeof types.PresenceDocument,
    "\n  mutation UpdateProfile($input: UpdateProfileInput!) {\n    updateProfile(input: $input) {\n      ...Viewer\n    }\n  }\n": typeof types.UpdateProfileDocument,
    "\n  fragment Viewer on User {\n    id\n    name\n    username\n    bio\n    email\n  }\n": typeof types.ViewerFragmentDoc,
    "\n  query Viewer {\n    me {\n      ...Viewer\n    }\n  }\n": typeof types.ViewerDocument,
    "\n  query AccessTokens {\n    me {\n      id\n      accessTokens {\n        id\n        name\n        scopes\n        expiresAt\n        lastUsedAt\n      }\n    }\n  }\n": typeof types.AccessTokensDocument,
    "\n  mutation CreateAccessToken($input: CreateAccessTokenInput!) {\n    createAccessToken(input: $input) {\n      secret\n    }\n  }\n": typeof types.CreateAccessTokenDocument,
    "\n  mutation RevokeAccessToken($id: ID!) {\n    revokeAccessToken(id: $id)\n  }\n": typeof types.RevokeAccessTokenDocument,
    "\n  query Sessions {\n    me {\n      id\n      sessions {\n        id\n        userAgent\n        lastUsedAt\n        isCurrent\n      }\n    }\n  }\n": typeof types.SessionsDocument,
    "\n  mutation RevokeSession($id: ID!) {\n    revokeSession(id: $id)\n  }\n": typeof types.RevokeSessionDocument,
    "\n  mutation RevokeOtherSessions {\n    revokeOtherSessions\n  }\n": typeof types.RevokeOtherSessionsDocument,
    "\n  fragment PrivacySettings on User {\n    id\n    privacy {\n      findableByEmail\n      presenceVisible\n      readReceipts\n      whoMayInvite\n    }\n    blockedUsers {\n      ...Person\n    }\n  }\n": typeof types.PrivacySettingsFragmentDoc,
    "\n  query Settings {\n    me {\n      ...PrivacySettings\n    }\n  }\n": typeof types.SettingsDocument,
    "\n  mutation UpdatePrivacy($input: PrivacyInput!) {\n    updatePrivacy(input: $input) {\n      ...PrivacySettings\n    }\n  }\n": typeof types.UpdatePrivacyDocument,
    "\n  mutation BlockUser($userId: ID!) {\n    blockUser(userId: $userId) {\n      ...PrivacySettings\n    }\n  }\n": typeof types.BlockUserDocument,
    "\n  mutation UnblockUser($userId: ID!) {\n    unblockUser(userId: $userId) {\n      ...PrivacySettings\n    }\n  }\n": typeof types.UnblockUserDocument,
};
const documents: Documents = {
    "\n  query Start($first: Int!) {\n    inboxCursor\n    conversations(first: $first) {\n      ...ConversationPage\n    }\n  }\n": types.StartDocument,
    "\n  query MoreConversations($first: Int!, $after: String) {\n    conversations(first: $first, after: $after) {\n      ...ConversationPage\n    }\n  }\n": types.MoreConversationsDocument,
    "\n  fragment ConversationPage on ConversationConnection {\n    edges {\n      node {\n        ...ConversationSummary\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n": types.ConversationPageFragmentDoc,
    "\n  fragment MessagePage on MessageConnection {\n    edges {\n      node {\n        ...ChatMessage\n        ...ViewerReactions\n      }\n    }\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n  }\n": types.MessagePageFragmentDoc,
    "\n  fragment ViewerReactions on Message {\n    reactions {\n      emoji\n      viewerReacted\n    }\n  }\n": types.ViewerReactionsFragmentDoc,
    "\n  query OpenConversation($id: ID!, $last: Int!) {\n    conversation(id: $id) {\n      ...ConversationSummary\n      ...ConversationMembers\n      viewer {\n        lastReadCursor\n      }\n      messages(last: $last) {\n        ...MessagePage\n      }\n    }\n  }\n": types.OpenConversationDocument,
    "\n  query NewerMessages($id: ID!, $first: Int!, $after: String!) {\n    conversation(id: $id) {\n      id\n      messages(first: $first, after: $after) {\n        ...MessagePage\n      }\n    }\n  }\n": types.NewerMessagesDocument,
    "\n  query OlderMessages($id: ID!, $last: Int!, $before: String!) {\n    conversation(id: $id) {\n      id\n      messages(last: $last, before: $before) {\n        ...MessagePage\n      }\n    }\n  }\n": types.OlderMessagesDocument,
    "\n  query Members($id: ID!) {\n    conversation(id: $id) {\n      ...ConversationSummary\n      ...ConversationMembers\n    }\n  }\n": types.MembersDocument,
    "\n  query MoreMembers($id: ID!, $after: String!) {\n    conversation(id: $id) {\n      id\n      members(first: 100, after: $after) {\n        ...MemberPage\n      }\n    }\n  }\n": types.MoreMembersDocument,
    "\n  mutation SendMessage($input: SendMessageInput!) {\n    sendMessage(input: $input) {\n      ...ChatMessage\n    }\n  }\n": types.SendMessageDocument,
    "\n  mutation EditMessage($id: ID!, $text: String!) {\n    editMessage(id: $id, text: $text) {\n      ...ChatMessage\n    }\n  }\n": types.EditMessageDocument,
    "\n  mutation DeleteMessage($id: ID!) {\n    deleteMessage(id: $id) {\n      ...ChatMessage\n    }\n  }\n": types.DeleteMessageDocument,
    "\n  mutation AddReaction($messageId: ID!, $emoji: String!) {\n    addReaction(messageId: $messageId, emoji: $emoji) {\n      ...ChatMessage\n      ...ViewerReactions\n    }\n  }\n": types.AddReactionDocument,
    "\n  mutation RemoveReaction($messageId: ID!, $emoji: String!) {\n    removeReaction(messageId: $messageId, emoji: $emoji) {\n      ...ChatMessage\n      ...ViewerReactions\n    }\n  }\n": types.RemoveReactionDocument,
    "\n  mutation MarkRead($conversationId: ID!, $seq: Int!) {\n    markRead(conversationId: $conversationId, seq: $seq) {\n      id\n      lastSeq\n      viewer {\n        unreadCount\n        lastReadSeq\n      }\n    }\n  }\n": types.MarkReadDocument,
    "\n  fragment ChatEvent on ConversationEvent {\n    __typename\n    seq\n    cursor\n    conversation {\n      id\n    }\n    ... on MessageSent {\n      message {\n        ...ChatMessage\n      }\n    }\n    ... on MessageEdited {\n      message {\n        ...ChatMessage\n      }\n    }\n    ... on MessageDeleted {\n      message {\n        ...ChatMessage\n      }\n    }\n    ... on ReactionChanged {\n      message {\n        ...ChatMessage\n      }\n      user {\n        id\n      }\n      emoji\n      added\n    }\n    ... on MembersChanged {\n      joined {\n        ...Person\n      }\n      left {\n        ...Person\n      }\n    }\n    ... on MessagesRead {\n      user {\n        id\n      }\n      upToSeq\n    }\n    ... on TypingChanged {\n      user {\n        ...Person\n      }\n      typing\n    }\n  }\n": types.ChatEventFragmentDoc,
    "\n  subscription Inbox($after: String, $seen: [ConversationPosition!]) {\n    inbox(after: $after, seen: $seen) {\n      ...ChatEvent\n    }\n  }\n": types.InboxDocument,
    "\n  subscription ConversationEvents($id: ID!, $afterSeq: Int!) {\n    conversation(id: $id, afterSeq: $afterSeq) {\n      ...ChatEvent\n    }\n  }\n": types.ConversationEventsDocument,
    "\n  mutation CreateAttachmentUpload($input: UploadInput!) {\n    createAttachmentUpload(input: $input) {\n      id\n      url\n      headers {\n        name\n        value\n      }\n    }\n  }\n": types.CreateAttachmentUploadDocument,
    "\n  mutation SetTyping($conversationId: ID!, $typing: Boolean!) {\n    setTyping(conversationId: $conversationId, typing: $typing)\n  }\n": types.SetTypingDocument,
    "\n  fragment ConversationSummary on Conversation {\n    id\n    kind\n    title\n    memberCount\n    createdAt\n    lastSeq\n    lastMessage {\n      ...LastMessage\n    }\n    viewer {\n      role\n      unreadCount\n      lastReadSeq\n    }\n    members(first: 2) {\n      edges {\n        node {\n          lastReadSeq\n          user {\n            ...Person\n          }\n        }\n      }\n    }\n  }\n": types.ConversationSummaryFragmentDoc,
    "\n  fragment LastMessage on Message {\n    id\n    seq\n    version\n    text\n    sentAt\n    deletedAt\n    sender {\n      ...Person\n    }\n    attachments {\n      id\n      contentType\n    }\n  }\n": types.LastMessageFragmentDoc,
    "\n  mutation LeaveConversation($conversationId: ID!) {\n    leaveConversation(conversationId: $conversationId)\n  }\n": types.LeaveConversationDocument,
    "\n  fragment ConversationMembers on Conversation {\n    everyone: members(first: 100) {\n      ...MemberPage\n    }\n  }\n": types.ConversationMembersFragmentDoc,
    "\n  fragment MemberPage on MemberConnection {\n    edges {\n      node {\n        role\n        joinedAt\n        lastReadSeq\n        user {\n          ...Person\n        }\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n": types.MemberPageFragmentDoc,
    "\n  mutation AddMembers($conversationId: ID!, $userIds: [ID!]!) {\n    addMembers(conversationId: $conversationId, userIds: $userIds) {\n      id\n    }\n  }\n": types.AddMembersDocument,
    "\n  mutation RemoveMember($conversationId: ID!, $userId: ID!) {\n    removeMember(conversationId: $conversationId, userId: $userId) {\n      id\n    }\n  }\n": types.RemoveMemberDocument,
    "\n  fragment MessageAttachment on Attachment {\n    id\n    fileName\n    contentType\n    byteSize\n    url\n    image {\n      url\n      width\n      height\n    }\n  }\n": types.MessageAttachmentFragmentDoc,
    "\n  fragment ChatMessage on Message {\n    id\n    seq\n    version\n    clientId\n    text\n    sentAt\n    editedAt\n    deletedAt\n    sender {\n      ...Person\n    }\n    attachments {\n      ...MessageAttachment\n    }\n    quote {\n      messageId\n      seq\n      text\n      deletedAt\n      sender {\n        ...Person\n      }\n    }\n    reactions {\n      emoji\n      count\n    }\n  }\n": types.ChatMessageFragmentDoc,
    "\n  query Attachments($messageId: ID!) {\n    message(id: $messageId) {\n      id\n      attachments {\n        ...MessageAttachment\n      }\n    }\n  }\n": types.AttachmentsDocument,
    "\n  mutation CreateGroup($input: CreateGroupInput!) {\n    createGroup(input: $input) {\n      ...ConversationSummary\n    }\n  }\n": types.CreateGroupDocument,
    "\n  fragment Person on User {\n    id\n    name\n    username\n  }\n": types.PersonFragmentDoc,
    "\n  fragment Profile on User {\n    id\n    name\n    username\n    bio\n  }\n": types.ProfileFragmentDoc,
    "\n  subscription Profiles($userIds: [ID!]!) {\n    profiles(userIds: $userIds) {\n      user {\n        ...Profile\n      }\n    }\n  }\n": types.ProfilesDocument,
    "\n  mutation OpenDirectConversation($userId: ID!) {\n    openDirectConversation(userId: $userId) {\n      ...ConversationSummary\n    }\n  }\n": types.OpenDirectConversationDocument,
    "\n  query SearchPeople($query: String!) {\n    searchUsers(query: $query, first: 20) {\n      ...Person\n    }\n  }\n": types.SearchPeopleDocument,
    "\n  subscription Presence($userIds: [ID!]!) {\n    presence(userIds: $userIds) {\n      user {\n        id\n      }\n      presence {\n        status\n        lastSeenAt\n      }\n    }\n  }\n": types.PresenceDocument,
    "\n  mutation UpdateProfile($input: UpdateProfileInput!) {\n    updateProfile(input: $input) {\n      ...Viewer\n    }\n  }\n": types.UpdateProfileDocument,
    "\n  fragment Viewer on User {\n    id\n    name\n    username\n    bio\n    email\n  }\n": types.ViewerFragmentDoc,
    "\n  query Viewer {\n    me {\n      ...Viewer\n    }\n  }\n": types.ViewerDocument,
    "\n  query AccessTokens {\n    me {\n      id\n      accessTokens {\n        id\n        name\n        scopes\n        expiresAt\n        lastUsedAt\n      }\n    }\n  }\n": types.AccessTokensDocument,
    "\n  mutation CreateAccessToken($input: CreateAccessTokenInput!) {\n    createAccessToken(input: $input) {\n      secret\n    }\n  }\n": types.CreateAccessTokenDocument,
    "\n  mutation RevokeAccessToken($id: ID!) {\n    revokeAccessToken(id: $id)\n  }\n": types.RevokeAccessTokenDocument,
    "\n  query Sessions {\n    me {\n      id\n      sessions {\n        id\n        userAgent\n        lastUsedAt\n        isCurrent\n      }\n    }\n  }\n": types.SessionsDocument,
    "\n  mutation RevokeSession($id: ID!) {\n    revokeSession(id: $id)\n  }\n": types.RevokeSessionDocument,
    "\n  mutation RevokeOtherSessions {\n    revokeOtherSessions\n  }\n": types.RevokeOtherSessionsDocument,
    "\n  fragment PrivacySettings on User {\n    id\n    privacy {\n      findableByEmail\n      presenceVisible\n      readReceipts\n      whoMayInvite\n    }\n    blockedUsers {\n      ...Person\n    }\n  }\n": types.PrivacySettingsFragmentDoc,
    "\n  query Settings {\n    me {\n      ...PrivacySettings\n    }\n  }\n": types.SettingsDocument,
    "\n  mutation UpdatePrivacy($input: PrivacyInput!) {\n    updatePrivacy(input: $input) {\n      ...PrivacySettings\n    }\n  }\n": types.UpdatePrivacyDocument,
    "\n  mutation BlockUser($userId: ID!) {\n    blockUser(userId: $userId) {\n      ...PrivacySettings\n    }\n  }\n": types.BlockUserDocument,
    "\n  mutation UnblockUser($userId: ID!) {\n    unblockUser(userId: $userId) {\n      ...PrivacySettings\n    }\n  }\n": types.UnblockUserDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Start($first: Int!) {\n    inboxCursor\n    conversations(first: $first) {\n      ...ConversationPage\n    }\n  }\n"): (typeof documents)["\n  query Start($first: Int!) {\n    inboxCursor\n    conversations(first: $first) {\n      ...ConversationPage\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query MoreConversations($first: Int!, $after: String) {\n    conversations(first: $first, after: $after) {\n      ...ConversationPage\n    }\n  }\n"): (typeof documents)["\n  query MoreConversations($first: Int!, $after: String) {\n    conversations(first: $first, after: $after) {\n      ...ConversationPage\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ConversationPage on ConversationConnection {\n    edges {\n      node {\n        ...ConversationSummary\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n"): (typeof documents)["\n  fragment ConversationPage on ConversationConnection {\n    edges {\n      node {\n        ...ConversationSummary\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment MessagePage on MessageConnection {\n    edges {\n      node {\n        ...ChatMessage\n        ...ViewerReactions\n      }\n    }\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n  }\n"): (typeof documents)["\n  fragment MessagePage on MessageConnection {\n    edges {\n      node {\n        ...ChatMessage\n        ...ViewerReactions\n      }\n    }\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ViewerReactions on Message {\n    reactions {\n      emoji\n      viewerReacted\n    }\n  }\n"): (typeof documents)["\n  fragment ViewerReactions on Message {\n    reactions {\n      emoji\n      viewerReacted\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query OpenConversation($id: ID!, $last: Int!) {\n    conversation(id: $id) {\n      ...ConversationSummary\n      ...ConversationMembers\n      viewer {\n        lastReadCursor\n      }\n      messages(last: $last) {\n        ...MessagePage\n      }\n    }\n  }\n"): (typeof documents)["\n  query OpenConversation($id: ID!, $last: Int!) {\n    conversation(id: $id) {\n      ...ConversationSummary\n      ...ConversationMembers\n      viewer {\n        lastReadCursor\n      }\n      messages(last: $last) {\n        ...MessagePage\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query NewerMessages($id: ID!, $first: Int!, $after: String!) {\n    conversation(id: $id) {\n      id\n      messages(first: $first, after: $after) {\n        ...MessagePage\n      }\n    }\n  }\n"): (typeof documents)["\n  query NewerMessages($id: ID!, $first: Int!, $after: String!) {\n    conversation(id: $id) {\n      id\n      messages(first: $first, after: $after) {\n        ...MessagePage\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query OlderMessages($id: ID!, $last: Int!, $before: String!) {\n    conversation(id: $id) {\n      id\n      messages(last: $last, before: $before) {\n        ...MessagePage\n      }\n    }\n  }\n"): (typeof documents)["\n  query OlderMessages($id: ID!, $last: Int!, $before: String!) {\n    conversation(id: $id) {\n      id\n      messages(last: $last, before: $before) {\n        ...MessagePage\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Members($id: ID!) {\n    conversation(id: $id) {\n      ...ConversationSummary\n      ...ConversationMembers\n    }\n  }\n"): (typeof documents)["\n  query Members($id: ID!) {\n    conversation(id: $id) {\n      ...ConversationSummary\n      ...ConversationMembers\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query MoreMembers($id: ID!, $after: String!) {\n    conversation(id: $id) {\n      id\n      members(first: 100, after: $after) {\n        ...MemberPage\n      }\n    }\n  }\n"): (typeof documents)["\n  query MoreMembers($id: ID!, $after: String!) {\n    conversation(id: $id) {\n      id\n      members(first: 100, after: $after) {\n        ...MemberPage\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SendMessage($input: SendMessageInput!) {\n    sendMessage(input: $input) {\n      ...ChatMessage\n    }\n  }\n"): (typeof documents)["\n  mutation SendMessage($input: SendMessageInput!) {\n    sendMessage(input: $input) {\n      ...ChatMessage\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation EditMessage($id: ID!, $text: String!) {\n    editMessage(id: $id, text: $text) {\n      ...ChatMessage\n    }\n  }\n"): (typeof documents)["\n  mutation EditMessage($id: ID!, $text: String!) {\n    editMessage(id: $id, text: $text) {\n      ...ChatMessage\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeleteMessage($id: ID!) {\n    deleteMessage(id: $id) {\n      ...ChatMessage\n    }\n  }\n"): (typeof documents)["\n  mutation DeleteMessage($id: ID!) {\n    deleteMessage(id: $id) {\n      ...ChatMessage\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation AddReaction($messageId: ID!, $emoji: String!) {\n    addReaction(messageId: $messageId, emoji: $emoji) {\n      ...ChatMessage\n      ...ViewerReactions\n    }\n  }\n"): (typeof documents)["\n  mutation AddReaction($messageId: ID!, $emoji: String!) {\n    addReaction(messageId: $messageId, emoji: $emoji) {\n      ...ChatMessage\n      ...ViewerReactions\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RemoveReaction($messageId: ID!, $emoji: String!) {\n    removeReaction(messageId: $messageId, emoji: $emoji) {\n      ...ChatMessage\n      ...ViewerReactions\n    }\n  }\n"): (typeof documents)["\n  mutation RemoveReaction($messageId: ID!, $emoji: String!) {\n    removeReaction(messageId: $messageId, emoji: $emoji) {\n      ...ChatMessage\n      ...ViewerReactions\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation MarkRead($conversationId: ID!, $seq: Int!) {\n    markRead(conversationId: $conversationId, seq: $seq) {\n      id\n      lastSeq\n      viewer {\n        unreadCount\n        lastReadSeq\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation MarkRead($conversationId: ID!, $seq: Int!) {\n    markRead(conversationId: $conversationId, seq: $seq) {\n      id\n      lastSeq\n      viewer {\n        unreadCount\n        lastReadSeq\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ChatEvent on ConversationEvent {\n    __typename\n    seq\n    cursor\n    conversation {\n      id\n    }\n    ... on MessageSent {\n      message {\n        ...ChatMessage\n      }\n    }\n    ... on MessageEdited {\n      message {\n        ...ChatMessage\n      }\n    }\n    ... on MessageDeleted {\n      message {\n        ...ChatMessage\n      }\n    }\n    ... on ReactionChanged {\n      message {\n        ...ChatMessage\n      }\n      user {\n        id\n      }\n      emoji\n      added\n    }\n    ... on MembersChanged {\n      joined {\n        ...Person\n      }\n      left {\n        ...Person\n      }\n    }\n    ... on MessagesRead {\n      user {\n        id\n      }\n      upToSeq\n    }\n    ... on TypingChanged {\n      user {\n        ...Person\n      }\n      typing\n    }\n  }\n"): (typeof documents)["\n  fragment ChatEvent on ConversationEvent {\n    __typename\n    seq\n    cursor\n    conversation {\n      id\n    }\n    ... on MessageSent {\n      message {\n        ...ChatMessage\n      }\n    }\n    ... on MessageEdited {\n      message {\n        ...ChatMessage\n      }\n    }\n    ... on MessageDeleted {\n      message {\n        ...ChatMessage\n      }\n    }\n    ... on ReactionChanged {\n      message {\n        ...ChatMessage\n      }\n      user {\n        id\n      }\n      emoji\n      added\n    }\n    ... on MembersChanged {\n      joined {\n        ...Person\n      }\n      left {\n        ...Person\n      }\n    }\n    ... on MessagesRead {\n      user {\n        id\n      }\n      upToSeq\n    }\n    ... on TypingChanged {\n      user {\n        ...Person\n      }\n      typing\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription Inbox($after: String, $seen: [ConversationPosition!]) {\n    inbox(after: $after, seen: $seen) {\n      ...ChatEvent\n    }\n  }\n"): (typeof documents)["\n  subscription Inbox($after: String, $seen: [ConversationPosition!]) {\n    inbox(after: $after, seen: $seen) {\n      ...ChatEvent\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription ConversationEvents($id: ID!, $afterSeq: Int!) {\n    conversation(id: $id, afterSeq: $afterSeq) {\n      ...ChatEvent\n    }\n  }\n"): (typeof documents)["\n  subscription ConversationEvents($id: ID!, $afterSeq: Int!) {\n    conversation(id: $id, afterSeq: $afterSeq) {\n      ...ChatEvent\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateAttachmentUpload($input: UploadInput!) {\n    createAttachmentUpload(input: $input) {\n      id\n      url\n      headers {\n        name\n        value\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation CreateAttachmentUpload($input: UploadInput!) {\n    createAttachmentUpload(input: $input) {\n      id\n      url\n      headers {\n        name\n        value\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SetTyping($conversationId: ID!, $typing: Boolean!) {\n    setTyping(conversationId: $conversationId, typing: $typing)\n  }\n"): (typeof documents)["\n  mutation SetTyping($conversationId: ID!, $typing: Boolean!) {\n    setTyping(conversationId: $conversationId, typing: $typing)\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ConversationSummary on Conversation {\n    id\n    kind\n    title\n    memberCount\n    createdAt\n    lastSeq\n    lastMessage {\n      ...LastMessage\n    }\n    viewer {\n      role\n      unreadCount\n      lastReadSeq\n    }\n    members(first: 2) {\n      edges {\n        node {\n          lastReadSeq\n          user {\n            ...Person\n          }\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  fragment ConversationSummary on Conversation {\n    id\n    kind\n    title\n    memberCount\n    createdAt\n    lastSeq\n    lastMessage {\n      ...LastMessage\n    }\n    viewer {\n      role\n      unreadCount\n      lastReadSeq\n    }\n    members(first: 2) {\n      edges {\n        node {\n          lastReadSeq\n          user {\n            ...Person\n          }\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment LastMessage on Message {\n    id\n    seq\n    version\n    text\n    sentAt\n    deletedAt\n    sender {\n      ...Person\n    }\n    attachments {\n      id\n      contentType\n    }\n  }\n"): (typeof documents)["\n  fragment LastMessage on Message {\n    id\n    seq\n    version\n    text\n    sentAt\n    deletedAt\n    sender {\n      ...Person\n    }\n    attachments {\n      id\n      contentType\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation LeaveConversation($conversationId: ID!) {\n    leaveConversation(conversationId: $conversationId)\n  }\n"): (typeof documents)["\n  mutation LeaveConversation($conversationId: ID!) {\n    leaveConversation(conversationId: $conversationId)\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ConversationMembers on Conversation {\n    everyone: members(first: 100) {\n      ...MemberPage\n    }\n  }\n"): (typeof documents)["\n  fragment ConversationMembers on Conversation {\n    everyone: members(first: 100) {\n      ...MemberPage\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment MemberPage on MemberConnection {\n    edges {\n      node {\n        role\n        joinedAt\n        lastReadSeq\n        user {\n          ...Person\n        }\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n"): (typeof documents)["\n  fragment MemberPage on MemberConnection {\n    edges {\n      node {\n        role\n        joinedAt\n        lastReadSeq\n        user {\n          ...Person\n        }\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation AddMembers($conversationId: ID!, $userIds: [ID!]!) {\n    addMembers(conversationId: $conversationId, userIds: $userIds) {\n      id\n    }\n  }\n"): (typeof documents)["\n  mutation AddMembers($conversationId: ID!, $userIds: [ID!]!) {\n    addMembers(conversationId: $conversationId, userIds: $userIds) {\n      id\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RemoveMember($conversationId: ID!, $userId: ID!) {\n    removeMember(conversationId: $conversationId, userId: $userId) {\n      id\n    }\n  }\n"): (typeof documents)["\n  mutation RemoveMember($conversationId: ID!, $userId: ID!) {\n    removeMember(conversationId: $conversationId, userId: $userId) {\n      id\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment MessageAttachment on Attachment {\n    id\n    fileName\n    contentType\n    byteSize\n    url\n    image {\n      url\n      width\n      height\n    }\n  }\n"): (typeof documents)["\n  fragment MessageAttachment on Attachment {\n    id\n    fileName\n    contentType\n    byteSize\n    url\n    image {\n      url\n      width\n      height\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ChatMessage on Message {\n    id\n    seq\n    version\n    clientId\n    text\n    sentAt\n    editedAt\n    deletedAt\n    sender {\n      ...Person\n    }\n    attachments {\n      ...MessageAttachment\n    }\n    quote {\n      messageId\n      seq\n      text\n      deletedAt\n      sender {\n        ...Person\n      }\n    }\n    reactions {\n      emoji\n      count\n    }\n  }\n"): (typeof documents)["\n  fragment ChatMessage on Message {\n    id\n    seq\n    version\n    clientId\n    text\n    sentAt\n    editedAt\n    deletedAt\n    sender {\n      ...Person\n    }\n    attachments {\n      ...MessageAttachment\n    }\n    quote {\n      messageId\n      seq\n      text\n      deletedAt\n      sender {\n        ...Person\n      }\n    }\n    reactions {\n      emoji\n      count\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Attachments($messageId: ID!) {\n    message(id: $messageId) {\n      id\n      attachments {\n        ...MessageAttachment\n      }\n    }\n  }\n"): (typeof documents)["\n  query Attachments($messageId: ID!) {\n    message(id: $messageId) {\n      id\n      attachments {\n        ...MessageAttachment\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateGroup($input: CreateGroupInput!) {\n    createGroup(input: $input) {\n      ...ConversationSummary\n    }\n  }\n"): (typeof documents)["\n  mutation CreateGroup($input: CreateGroupInput!) {\n    createGroup(input: $input) {\n      ...ConversationSummary\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Person on User {\n    id\n    name\n    username\n  }\n"): (typeof documents)["\n  fragment Person on User {\n    id\n    name\n    username\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Profile on User {\n    id\n    name\n    username\n    bio\n  }\n"): (typeof documents)["\n  fragment Profile on User {\n    id\n    name\n    username\n    bio\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription Profiles($userIds: [ID!]!) {\n    profiles(userIds: $userIds) {\n      user {\n        ...Profile\n      }\n    }\n  }\n"): (typeof documents)["\n  subscription Profiles($userIds: [ID!]!) {\n    profiles(userIds: $userIds) {\n      user {\n        ...Profile\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation OpenDirectConversation($userId: ID!) {\n    openDirectConversation(userId: $userId) {\n      ...ConversationSummary\n    }\n  }\n"): (typeof documents)["\n  mutation OpenDirectConversation($userId: ID!) {\n    openDirectConversation(userId: $userId) {\n      ...ConversationSummary\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SearchPeople($query: String!) {\n    searchUsers(query: $query, first: 20) {\n      ...Person\n    }\n  }\n"): (typeof documents)["\n  query SearchPeople($query: String!) {\n    searchUsers(query: $query, first: 20) {\n      ...Person\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription Presence($userIds: [ID!]!) {\n    presence(userIds: $userIds) {\n      user {\n        id\n      }\n      presence {\n        status\n        lastSeenAt\n      }\n    }\n  }\n"): (typeof documents)["\n  subscription Presence($userIds: [ID!]!) {\n    presence(userIds: $userIds) {\n      user {\n        id\n      }\n      presence {\n        status\n        lastSeenAt\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UpdateProfile($input: UpdateProfileInput!) {\n    updateProfile(input: $input) {\n      ...Viewer\n    }\n  }\n"): (typeof documents)["\n  mutation UpdateProfile($input: UpdateProfileInput!) {\n    updateProfile(input: $input) {\n      ...Viewer\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Viewer on User {\n    id\n    name\n    username\n    bio\n    email\n  }\n"): (typeof documents)["\n  fragment Viewer on User {\n    id\n    name\n    username\n    bio\n    email\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Viewer {\n    me {\n      ...Viewer\n    }\n  }\n"): (typeof documents)["\n  query Viewer {\n    me {\n      ...Viewer\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query AccessTokens {\n    me {\n      id\n      accessTokens {\n        id\n        name\n        scopes\n        expiresAt\n        lastUsedAt\n      }\n    }\n  }\n"): (typeof documents)["\n  query AccessTokens {\n    me {\n      id\n      accessTokens {\n        id\n        name\n        scopes\n        expiresAt\n        lastUsedAt\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateAccessToken($input: CreateAccessTokenInput!) {\n    createAccessToken(input: $input) {\n      secret\n    }\n  }\n"): (typeof documents)["\n  mutation CreateAccessToken($input: CreateAccessTokenInput!) {\n    createAccessToken(input: $input) {\n      secret\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RevokeAccessToken($id: ID!) {\n    revokeAccessToken(id: $id)\n  }\n"): (typeof documents)["\n  mutation RevokeAccessToken($id: ID!) {\n    revokeAccessToken(id: $id)\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Sessions {\n    me {\n      id\n      sessions {\n        id\n        userAgent\n        lastUsedAt\n        isCurrent\n      }\n    }\n  }\n"): (typeof documents)["\n  query Sessions {\n    me {\n      id\n      sessions {\n        id\n        userAgent\n        lastUsedAt\n        isCurrent\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RevokeSession($id: ID!) {\n    revokeSession(id: $id)\n  }\n"): (typeof documents)["\n  mutation RevokeSession($id: ID!) {\n    revokeSession(id: $id)\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RevokeOtherSessions {\n    revokeOtherSessions\n  }\n"): (typeof documents)["\n  mutation RevokeOtherSessions {\n    revokeOtherSessions\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment PrivacySettings on User {\n    id\n    privacy {\n      findableByEmail\n      presenceVisible\n      readReceipts\n      whoMayInvite\n    }\n    blockedUsers {\n      ...Person\n    }\n  }\n"): (typeof documents)["\n  fragment PrivacySettings on User {\n    id\n    privacy {\n      findableByEmail\n      presenceVisible\n      readReceipts\n      whoMayInvite\n    }\n    blockedUsers {\n      ...Person\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Settings {\n    me {\n      ...PrivacySettings\n    }\n  }\n"): (typeof documents)["\n  query Settings {\n    me {\n      ...PrivacySettings\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UpdatePrivacy($input: PrivacyInput!) {\n    updatePrivacy(input: $input) {\n      ...PrivacySettings\n    }\n  }\n"): (typeof documents)["\n  mutation UpdatePrivacy($input: PrivacyInput!) {\n    updatePrivacy(input: $input) {\n      ...PrivacySettings\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation BlockUser($userId: ID!) {\n    blockUser(userId: $userId) {\n      ...PrivacySettings\n    }\n  }\n"): (typeof documents)["\n  mutation BlockUser($userId: ID!) {\n    blockUser(userId: $userId) {\n      ...PrivacySettings\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UnblockUser($userId: ID!) {\n    unblockUser(userId: $userId) {\n      ...PrivacySettings\n    }\n  }\n"): (typeof documents)["\n  mutation UnblockUser($userId: ID!) {\n    unblockUser(userId: $userId) {\n      ...PrivacySettings\n    }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;