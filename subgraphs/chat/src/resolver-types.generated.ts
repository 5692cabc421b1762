import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Conversation as ConversationModel } from './conversations/conversations.ts';
import type { Membership as MembershipModel } from './members/members.ts';
import type { Message as MessageModel } from './messages/messages.ts';
import type { Reaction as ReactionModel } from './reactions/reactions.ts';
import type { QuotePayload as QuotePayloadModel } from '@colloquy/schema/events/durable-event';
import type { Attachment as AttachmentModel } from './attachments/attachments.ts';
import type { Context } from './context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** An RFC 3339 instant in UTC, such as 2026-11-21T09:30:00.000Z. */
  DateTime: { input: string; output: Date | string; }
  /** An absolute http or https URL. */
  URL: { input: string; output: string; }
  _FieldSet: { input: unknown; output: unknown; }
};

export type Attachment = {
  __typename?: 'Attachment';
  byteSize: Scalars['Int']['output'];
  contentType: Scalars['String']['output'];
  fileName: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  /** For PNG, JPEG, GIF, WebP and AVIF whose size can be told: the picture to show in place. */
  image?: Maybe<Image>;
  /** A signed URL that downloads the file as it was sent, for a limited time. */
  url: Scalars['URL']['output'];
};

/**
 * Two people, or a group, and what they say to each other. Only id, kind and createdAt are the same for everybody; all other
 * fields are for its members, so that a subscription that selects one is executed for each subscriber alone. To who has left,
 * an event up to their leaving shows the conversation as it was then, with no lastMessage and with empty members and messages.
 */
export type Conversation = {
  __typename?: 'Conversation';
  createdAt: Scalars['DateTime']['output'];
  id: Scalars['ID']['output'];
  kind: ConversationKind;
  lastMessage?: Maybe<Message>;
  /** Seq of the newest event: one that the client has not got means that it missed something. */
  lastSeq: Scalars['Int']['output'];
  memberCount: Scalars['Int']['output'];
  /** In the order in which they joined. Pages are of 1 to 100. */
  members: MemberConnection;
  /**
   * Oldest first within the page: the newest page with last, older ones with before, what was missed with after. Pages are of
   * 1 to 100; of 30 when neither first nor last is given.
   */
  messages: MessageConnection;
  /** A group's title; null in a direct conversation, which goes by the other member. */
  title?: Maybe<Scalars['String']['output']>;
  /** The viewer's own side of it. */
  viewer: ConversationViewer;
};


/**
 * Two people, or a group, and what they say to each other. Only id, kind and createdAt are the same for everybody; all other
 * fields are for its members, so that a subscription that selects one is executed for each subscriber alone. To who has left,
 * an event up to their leaving shows the conversation as it was then, with no lastMessage and with empty members and messages.
 */
export type ConversationMembersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/**
 * Two people, or a group, and what they say to each other. Only id, kind and createdAt are the same for everybody; all other
 * fields are for its members, so that a subscription that selects one is executed for each subscriber alone. To who has left,
 * an event up to their leaving shows the conversation as it was then, with no lastMessage and with empty members and messages.
 */
export type ConversationMessagesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};

export type ConversationConnection = {
  __typename?: 'ConversationConnection';
  edges: Array<ConversationEdge>;
  pageInfo: PageInfo;
};

export type ConversationEdge = {
  __typename?: 'ConversationEdge';
  cursor: Scalars['String']['output'];
  node: Conversation;
};

export const ConversationKind = {
  Direct: 'DIRECT',
  Group: 'GROUP'
} as const;

export type ConversationKind = typeof ConversationKind[keyof typeof ConversationKind];
/** A conversation as one of its members has it. */
export type ConversationViewer = {
  __typename?: 'ConversationViewer';
  /** Where Conversation.messages goes on: after it come the unread messages, before it what was read. */
  lastReadCursor: Scalars['String']['output'];
  lastReadSeq: Scalars['Int']['output'];
  role: MemberRole;
  /** Messages of others after the last one read. */
  unreadCount: Scalars['Int']['output'];
};

export type CreateGroupInput = {
  /** The others, at most 100; the viewer is a member in any case. */
  memberIds: Array<Scalars['ID']['input']>;
  /** 1 to 100 characters, by the rule of User.name. */
  title: Scalars['String']['input'];
};

export type HttpHeader = {
  __typename?: 'HttpHeader';
  name: Scalars['String']['output'];
  value: Scalars['String']['output'];
};

export type Image = {
  __typename?: 'Image';
  height?: Maybe<Scalars['Int']['output']>;
  /** A signed URL that works for a limited time. */
  url: Scalars['URL']['output'];
  /** In pixels, as shown: turned as the picture's file says. */
  width?: Maybe<Scalars['Int']['output']>;
};

export type Member = {
  __typename?: 'Member';
  joinedAt: Scalars['DateTime']['output'];
  /**
   * Up to where the member has read; what 'seen by' is drawn from. The seq by which they joined where others do not learn how far they
   * read: they have switched off readReceipts, or one of a direct conversation blocks the other.
   */
  lastReadSeq: Scalars['Int']['output'];
  role: MemberRole;
  user: User;
};

export type MemberConnection = {
  __typename?: 'MemberConnection';
  edges: Array<MemberEdge>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

export type MemberEdge = {
  __typename?: 'MemberEdge';
  cursor: Scalars['String']['output'];
  node: Member;
};

export const MemberRole = {
  Admin: 'ADMIN',
  Member: 'MEMBER',
  Owner: 'OWNER'
} as const;

export type MemberRole = typeof MemberRole[keyof typeof MemberRole];
export type Message = {
  __typename?: 'Message';
  /** At most 10. */
  attachments: Array<Attachment>;
  /** The sending client's own id for the message. */
  clientId: Scalars['String']['output'];
  conversation: Conversation;
  /** When it was deleted; null when it was not. */
  deletedAt?: Maybe<Scalars['DateTime']['output']>;
  /** When its text was last edited; null when never. */
  editedAt?: Maybe<Scalars['DateTime']['output']>;
  id: Scalars['ID']['output'];
  /** The message that this one answers, as it stands now; its text is cut at 280 characters. */
  quote?: Maybe<Quote>;
  /** At most 20, in the order in which they came up. */
  reactions: Array<Reaction>;
  sender: User;
  sentAt: Scalars['DateTime']['output'];
  /** Its place in the conversation: strictly increasing, perhaps with holes. */
  seq: Scalars['Int']['output'];
  /** What was typed, with the marks of Markdown for emphasis, code, quotes and links; empty when there are only files, or it was deleted. */
  text: Scalars['String']['output'];
  /** Seq of the event that changed it last: of two copies the one with the higher version is the newer. */
  version: Scalars['Int']['output'];
};

export type MessageConnection = {
  __typename?: 'MessageConnection';
  edges: Array<MessageEdge>;
  pageInfo: PageInfo;
};

export type MessageEdge = {
  __typename?: 'MessageEdge';
  cursor: Scalars['String']['output'];
  node: Message;
};

export type Mutation = {
  __typename?: 'Mutation';
  /**
   * Adds people to a group; those who are members already stay as they are. For its owner and admins. At most 100 in one request,
   * and 1,000 members in a group. Limits and refusals are those of openDirectConversation.
   */
  addMembers: Conversation;
  /**
   * Reacts to a message with an emoji: one of those that Unicode recommends for interchange, in whatever code points it is written. The same
   * reaction once more changes nothing. BAD_USER_INPUT for the 21st different emoji of a message, CONFLICT when the message was deleted,
   * FORBIDDEN where sendMessage is.
   */
  addReaction: Message;
  /**
   * A place to put a file; name its id in sendMessage once the bytes are there. What no message has within 24 hours is
   * removed. At most 1,000 files and 2 GiB (unless the installation says otherwise) in 24 hours; more is RATE_LIMITED.
   */
  createAttachmentUpload: Upload;
  /** A new group of the viewer, who owns it, and the members named. Limits and refusals are those of addMembers. */
  createGroup: Conversation;
  /**
   * Removes a message's text, files and quote for everyone; its place in the conversation stays. For its sender and, in a group, the owner
   * and the admins. A message that was deleted already stays as it is, so a request can be repeated.
   */
  deleteMessage: Message;
  /**
   * Gives a message another text, of at most 10000 characters, and needed when there are no attachments. For its sender. The text that it
   * has already changes nothing, so a request can be repeated. FORBIDDEN where sendMessage is, CONFLICT when the message was deleted.
   */
  editMessage: Message;
  /** Leaves a group. When its owner leaves, the member who joined first owns it. */
  leaveConversation: Scalars['Boolean']['output'];
  /** Marks all up to and including seq as read. Never goes back. The others learn it unless privacy says no; see Member.lastReadSeq. */
  markRead: Conversation;
  /**
   * The direct conversation with a user: the existing one, or a new one. NOT_FOUND where a new one cannot be: there is no such user, their
   * privacy does not allow it, or one of the two blocks the other, which is not told apart. One user may invite, to direct
   * conversations and groups together, 100 people a day with whom they share no conversation, and 2,000 in all (unless the
   * installation says otherwise).
   */
  openDirectConversation: Conversation;
  /** Takes a member out of a group. For its owner and admins. */
  removeMember: Conversation;
  /** Takes back a reaction of the viewer's; one that is not there changes nothing. */
  removeReaction: Message;
  /**
   * Sends a message. clientId is the client's own id for it: sending the same one again, after a lost answer
   * say, returns the message that is already there. All up to it is read then, which MessagesRead tells when there was
   * something unread. FORBIDDEN in a direct conversation of two of whom one blocks the other.
   */
  sendMessage: Message;
  /** Told to the others, who show it for five seconds, unless renewed or stopped. */
  setTyping: Scalars['Boolean']['output'];
};


export type MutationAddMembersArgs = {
  conversationId: Scalars['ID']['input'];
  userIds: Array<Scalars['ID']['input']>;
};


export type MutationAddReactionArgs = {
  emoji: Scalars['String']['input'];
  messageId: Scalars['ID']['input'];
};


export type MutationCreateAttachmentUploadArgs = {
  input: UploadInput;
};


export type MutationCreateGroupArgs = {
  input: CreateGroupInput;
};


export type MutationDeleteMessageArgs = {
  id: Scalars['ID']['input'];
};


export type MutationEditMessageArgs = {
  id: Scalars['ID']['input'];
  text: Scalars['String']['input'];
};


export type MutationLeaveConversationArgs = {
  conversationId: Scalars['ID']['input'];
};


export type MutationMarkReadArgs = {
  conversationId: Scalars['ID']['input'];
  seq: Scalars['Int']['input'];
};


export type MutationOpenDirectConversationArgs = {
  userId: Scalars['ID']['input'];
};


export type MutationRemoveMemberArgs = {
  conversationId: Scalars['ID']['input'];
  userId: Scalars['ID']['input'];
};


export type MutationRemoveReactionArgs = {
  emoji: Scalars['String']['input'];
  messageId: Scalars['ID']['input'];
};


export type MutationSendMessageArgs = {
  input: SendMessageInput;
};


export type MutationSetTypingArgs = {
  conversationId: Scalars['ID']['input'];
  typing: Scalars['Boolean']['input'];
};

/** Where a page stands in its list. */
export type PageInfo = {
  __typename?: 'PageInfo';
  endCursor?: Maybe<Scalars['String']['output']>;
  hasNextPage: Scalars['Boolean']['output'];
  hasPreviousPage: Scalars['Boolean']['output'];
  startCursor?: Maybe<Scalars['String']['output']>;
};

export type Query = {
  __typename?: 'Query';
  conversation?: Maybe<Conversation>;
  /** The viewer's conversations, the one with the newest message first. Pages are of 1 to 100. */
  conversations: ConversationConnection;
  message?: Maybe<Message>;
};


export type QueryConversationArgs = {
  id: Scalars['ID']['input'];
};


export type QueryConversationsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryMessageArgs = {
  id: Scalars['ID']['input'];
};

export type Quote = {
  __typename?: 'Quote';
  deletedAt?: Maybe<Scalars['DateTime']['output']>;
  messageId: Scalars['ID']['output'];
  sender: User;
  seq: Scalars['Int']['output'];
  text: Scalars['String']['output'];
};

/** All reactions to a message with one emoji. */
export type Reaction = {
  __typename?: 'Reaction';
  count: Scalars['Int']['output'];
  /** In its one form: with the selector for emoji (U+FE0F) wherever there can be one. */
  emoji: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  /** Who reacted, from the first on: 1 to 100 of them, after the user whose id is given. */
  users: Array<User>;
  viewerReacted: Scalars['Boolean']['output'];
};


/** All reactions to a message with one emoji. */
export type ReactionUsersArgs = {
  after?: InputMaybe<Scalars['ID']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

export type SendMessageInput = {
  /** At most 10 uploads of the viewer's own, each used once. */
  attachmentIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** 1 to 100 characters, unique among the sender's messages in the conversation. */
  clientId: Scalars['String']['input'];
  conversationId: Scalars['ID']['input'];
  /** The message of the same conversation that this one answers. */
  replyToId?: InputMaybe<Scalars['ID']['input']>;
  /** At most 10000 characters; needed when there are no attachments. */
  text?: InputMaybe<Scalars['String']['input']>;
};

/** Where to send a file's bytes: one HTTP PUT to url with these headers, which pin the type and the size. */
export type Upload = {
  __typename?: 'Upload';
  expiresAt: Scalars['DateTime']['output'];
  headers: Array<HttpHeader>;
  id: Scalars['ID']['output'];
  url: Scalars['URL']['output'];
};

export type UploadInput = {
  /** 1 to 26214400 (25 MiB). */
  byteSize: Scalars['Int']['input'];
  /** Such as image/png. */
  contentType: Scalars['String']['input'];
  /** 1 to 255 characters, without path. */
  fileName: Scalars['String']['input'];
};

export type User = {
  __typename?: 'User';
  id: Scalars['ID']['output'];
};



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ReferenceResolver<TResult, TReference, TContext> = (
      reference: TReference,
      context: TContext,
      info: GraphQLResolveInfo
    ) => Promise<TResult> | TResult;

      type ScalarCheck<T, S> = S extends true ? T : NullableCheck<T, S>;
      type NullableCheck<T, S> = Maybe<T> extends T ? Maybe<ListCheck<NonNullable<T>, S>> : ListCheck<T, S>;
      type ListCheck<T, S> = T extends (infer U)[] ? NullableCheck<U, S>[] : GraphQLRecursivePick<T, S>;
      export type GraphQLRecursivePick<T, S> = { [K in keyof T & keyof S]: ScalarCheck<T[K], S[K]> };
    

export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

/** Mapping of federation types */
export type FederationTypes = {
  Attachment: Attachment;
  Conversation: Conversation;
  Message: Message;
  Reaction: Reaction;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Attachment:
    ( { __typename: 'Attachment' }
    & GraphQLRecursivePick<FederationTypes['Attachment'], {"id":true}> );
  Conversation:
    ( { __typename: 'Conversation' }
    & GraphQLRecursivePick<FederationTypes['Conversation'], {"id":true}> );
  Message:
    ( { __typename: 'Message' }
    & GraphQLRecursivePick<FederationTypes['Message'], {"id":true}> );
  Reaction:
    ( { __typename: 'Reaction' }
    & GraphQLRecursivePick<FederationTypes['Reaction'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Attachment: ResolverTypeWrapper<AttachmentModel>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Conversation: ResolverTypeWrapper<ConversationModel>;
  ConversationConnection: ResolverTypeWrapper<Omit<ConversationConnection, 'edges'> & { edges: Array<ResolversTypes['ConversationEdge']> }>;
  ConversationEdge: ResolverTypeWrapper<Omit<ConversationEdge, 'node'> & { node: ResolversTypes['Conversation'] }>;
  ConversationKind: ConversationKind;
  ConversationViewer: ResolverTypeWrapper<ConversationViewer>;
  CreateGroupInput: CreateGroupInput;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  HttpHeader: ResolverTypeWrapper<HttpHeader>;
  Image: ResolverTypeWrapper<Image>;
  Member: ResolverTypeWrapper<MembershipModel>;
  MemberConnection: ResolverTypeWrapper<Omit<MemberConnection, 'edges'> & { edges: Array<ResolversTypes['MemberEdge']> }>;
  MemberEdge: ResolverTypeWrapper<Omit<MemberEdge, 'node'> & { node: ResolversTypes['Member'] }>;
  MemberRole: MemberRole;
  Message: ResolverTypeWrapper<MessageModel>;
  MessageConnection: ResolverTypeWrapper<Omit<MessageConnection, 'edges'> & { edges: Array<ResolversTypes['MessageEdge']> }>;
  MessageEdge: ResolverTypeWrapper<Omit<MessageEdge, 'node'> & { node: ResolversTypes['Message'] }>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Quote: ResolverTypeWrapper<QuotePayloadModel>;
  Reaction: ResolverTypeWrapper<ReactionModel>;
  SendMessageInput: SendMessageInput;
  URL: ResolverTypeWrapper<Scalars['URL']['output']>;
  Upload: ResolverTypeWrapper<Upload>;
  UploadInput: UploadInput;
  User: ResolverTypeWrapper<User>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Attachment: AttachmentModel;
  Int: Scalars['Int']['output'];
  String: Scalars['String']['output'];
  ID: Scalars['ID']['output'];
  Conversation: ConversationModel;
  ConversationConnection: Omit<ConversationConnection, 'edges'> & { edges: Array<ResolversParentTypes['ConversationEdge']> };
  ConversationEdge: Omit<ConversationEdge, 'node'> & { node: ResolversParentTypes['Conversation'] };
  ConversationViewer: ConversationViewer;
  CreateGroupInput: CreateGroupInput;
  DateTime: Scalars['DateTime']['output'];
  HttpHeader: HttpHeader;
  Image: Image;
  Member: MembershipModel;
  MemberConnection: Omit<MemberConnection, 'edges'> & { edges: Array<ResolversParentTypes['MemberEdge']> };
  MemberEdge: Omit<MemberEdge, 'node'> & { node: ResolversParentTypes['Member'] };
  Message: MessageModel;
  MessageConnection: Omit<MessageConnection, 'edges'> & { edges: Array<ResolversParentTypes['MessageEdge']> };
  MessageEdge: Omit<MessageEdge, 'node'> & { node: ResolversParentTypes['Message'] };
  Mutation: Record<PropertyKey, never>;
  Boolean: Scalars['Boolean']['output'];
  PageInfo: PageInfo;
  Query: Record<PropertyKey, never>;
  Quote: QuotePayloadModel;
  Reaction: ReactionModel;
  SendMessageInput: SendMessageInput;
  URL: Scalars['URL']['output'];
  Upload: Upload;
  UploadInput: UploadInput;
  User: User;
};

export type PerViewerDirectiveArgs = { };

export type PerViewerDirectiveResolver<Result, Parent, ContextType = Context, Args = PerViewerDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type AttachmentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Attachment'] = ResolversParentTypes['Attachment'], FederationReferenceType extends FederationReferenceTypes['Attachment'] = FederationReferenceTypes['Attachment']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Attachment']> | FederationReferenceType, FederationReferenceType, ContextType>;
  byteSize?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  contentType?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  fileName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  image?: Resolver<Maybe<ResolversTypes['Image']>, ParentType, ContextType>;
  url?: Resolver<ResolversTypes['URL'], ParentType, ContextType>;
};

export type ConversationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Conversation'] = ResolversParentTypes['Conversation'], FederationReferenceType extends FederationReferenceTypes['Conversation'] = FederationReferenceTypes['Conversation']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Conversation']> | FederationReferenceType, FederationReferenceType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ConversationKind'], ParentType, ContextType>;
  lastMessage?: Resolver<Maybe<ResolversTypes['Message']>, ParentType, ContextType>;
  lastSeq?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  memberCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  members?: Resolver<ResolversTypes['MemberConnection'], ParentType, ContextType, RequireFields<ConversationMembersArgs, 'first'>>;
  messages?: Resolver<ResolversTypes['MessageConnection'], ParentType, ContextType, Partial<ConversationMessagesArgs>>;
  title?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  viewer?: Resolver<ResolversTypes['ConversationViewer'], ParentType, ContextType>;
};

export type ConversationConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ConversationConnection'] = ResolversParentTypes['ConversationConnection']> = {
  edges?: Resolver<Array<ResolversTypes['ConversationEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ConversationEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ConversationEdge'] = ResolversParentTypes['ConversationEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Conversation'], ParentType, ContextType>;
};

export type ConversationViewerResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ConversationViewer'] = ResolversParentTypes['ConversationViewer']> = {
  lastReadCursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  lastReadSeq?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  role?: Resolver<ResolversTypes['MemberRole'], ParentType, ContextType>;
  unreadCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type HttpHeaderResolvers<ContextType = Context, ParentType extends ResolversParentTypes['HttpHeader'] = ResolversParentTypes['HttpHeader']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ImageResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Image'] = ResolversParentTypes['Image']> = {
  height?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  url?: Resolver<ResolversTypes['URL'], ParentType, ContextType>;
  width?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type MemberResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Member'] = ResolversParentTypes['Member']> = {
  joinedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  lastReadSeq?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  role?: Resolver<ResolversTypes['MemberRole'], ParentType, ContextType>;
  user?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
};

export type MemberConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MemberConnection'] = ResolversParentTypes['MemberConnection']> = {
  edges?: Resolver<Array<ResolversTypes['MemberEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type MemberEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MemberEdge'] = ResolversParentTypes['MemberEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Member'], ParentType, ContextType>;
};

export type MessageResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Message'] = ResolversParentTypes['Message'], FederationReferenceType extends FederationReferenceTypes['Message'] = FederationReferenceTypes['Message']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Message']> | FederationReferenceType, FederationReferenceType, ContextType>;
  attachments?: Resolver<Array<ResolversTypes['Attachment']>, ParentType, ContextType>;
  clientId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  conversation?: Resolver<ResolversTypes['Conversation'], ParentType, ContextType>;
  deletedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  editedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  quote?: Resolver<Maybe<ResolversTypes['Quote']>, ParentType, ContextType>;
  reactions?: Resolver<Array<ResolversTypes['Reaction']>, ParentType, ContextType>;
  sender?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
  sentAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  seq?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type MessageConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MessageConnection'] = ResolversParentTypes['MessageConnection']> = {
  edges?: Resolver<Array<ResolversTypes['MessageEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type MessageEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MessageEdge'] = ResolversParentTypes['MessageEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Message'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  addMembers?: Resolver<ResolversTypes['Conversation'], ParentType, ContextType, RequireFields<MutationAddMembersArgs, 'conversationId' | 'userIds'>>;
  addReaction?: Resolver<ResolversTypes['Message'], ParentType, ContextType, RequireFields<MutationAddReactionArgs, 'emoji' | 'messageId'>>;
  createAttachmentUpload?: Resolver<ResolversTypes['Upload'], ParentType, ContextType, RequireFields<MutationCreateAttachmentUploadArgs, 'input'>>;
  createGroup?: Resolver<ResolversTypes['Conversation'], ParentType, ContextType, RequireFields<MutationCreateGroupArgs, 'input'>>;
  deleteMessage?: Resolver<ResolversTypes['Message'], ParentType, ContextType, RequireFields<MutationDeleteMessageArgs, 'id'>>;
  editMessage?: Resolver<ResolversTypes['Message'], ParentType, ContextType, RequireFields<MutationEditMessageArgs, 'id' | 'text'>>;
  leaveConversation?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationLeaveConversationArgs, 'conversationId'>>;
  markRead?: Resolver<ResolversTypes['Conversation'], ParentType, ContextType, RequireFields<MutationMarkReadArgs, 'conversationId' | 'seq'>>;
  openDirectConversation?: Resolver<ResolversTypes['Conversation'], ParentType, ContextType, RequireFields<MutationOpenDirectConversationArgs, 'userId'>>;
  removeMember?: Resolver<ResolversTypes['Conversation'], ParentType, ContextType, RequireFields<MutationRemoveMemberArgs, 'conversationId' | 'userId'>>;
  removeReaction?: Resolver<ResolversTypes['Message'], ParentType, ContextType, RequireFields<MutationRemoveReactionArgs, 'emoji' | 'messageId'>>;
  sendMessage?: Resolver<ResolversTypes['Message'], ParentType, ContextType, RequireFields<MutationSendMessageArgs, 'input'>>;
  setTyping?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationSetTypingArgs, 'conversationId' | 'typing'>>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  conversation?: Resolver<Maybe<ResolversTypes['Conversation']>, ParentType, ContextType, RequireFields<QueryConversationArgs, 'id'>>;
  conversations?: Resolver<ResolversTypes['ConversationConnection'], ParentType, ContextType, RequireFields<QueryConversationsArgs, 'first'>>;
  message?: Resolver<Maybe<ResolversTypes['Message']>, ParentType, ContextType, RequireFields<QueryMessageArgs, 'id'>>;
};

export type QuoteResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Quote'] = ResolversParentTypes['Quote']> = {
  deletedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  messageId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  sender?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
  seq?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ReactionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Reaction'] = ResolversParentTypes['Reaction'], FederationReferenceType extends FederationReferenceTypes['Reaction'] = FederationReferenceTypes['Reaction']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Reaction']> | FederationReferenceType, FederationReferenceType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  emoji?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  users?: Resolver<Array<ResolversTypes['User']>, ParentType, ContextType, RequireFields<ReactionUsersArgs, 'first'>>;
  viewerReacted?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export interface UrlScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['URL'], any> {
  name: 'URL';
}

export type UploadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Upload'] = ResolversParentTypes['Upload']> = {
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  headers?: Resolver<Array<ResolversTypes['HttpHeader']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  url?: Resolver<ResolversTypes['URL'], ParentType, ContextType>;
};

export type UserResolvers<ContextType = Context, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  Attachment?: AttachmentResolvers<ContextType>;
  Conversation?: ConversationResolvers<ContextType>;
  ConversationConnection?: ConversationConnectionResolvers<ContextType>;
  ConversationEdge?: ConversationEdgeResolvers<ContextType>;
  ConversationViewer?: ConversationViewerResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  HttpHeader?: HttpHeaderResolvers<ContextType>;
  Image?: ImageResolvers<ContextType>;
  Member?: MemberResolvers<ContextType>;
  MemberConnection?: MemberConnectionResolvers<ContextType>;
  MemberEdge?: MemberEdgeResolvers<ContextType>;
  Message?: MessageResolvers<ContextType>;
  MessageConnection?: MessageConnectionResolvers<ContextType>;
  MessageEdge?: MessageEdgeResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Quote?: QuoteResolvers<ContextType>;
  Reaction?: ReactionResolvers<ContextType>;
  URL?: GraphQLScalarType;
  Upload?: UploadResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = Context> = {
  perViewer?: PerViewerDirectiveResolver<any, any, ContextType>;
};
