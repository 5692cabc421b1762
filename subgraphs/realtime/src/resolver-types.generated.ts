import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { MessageSentEvent as MessageSentEventModel, MessageEditedEvent as MessageEditedEventModel, MessageDeletedEvent as MessageDeletedEventModel, ReactionChangedEvent as ReactionChangedEventModel, ReactionReference as ReactionReferenceModel, MembersChangedEvent as MembersChangedEventModel, UnknownEventPayload as UnknownEventPayloadModel, MessagesReadEvent as MessagesReadEventModel, TypingChangedEvent as TypingChangedEventModel, ConversationReference as ConversationReferenceModel } from './subscriptions/events.ts';
import type { MessagePayload as MessagePayloadModel, AttachmentPayload as AttachmentPayloadModel, QuotePayload as QuotePayloadModel } from '@colloquy/schema/events/durable-event';
import type { UserReference as UserReferenceModel } from './presence/resolvers.ts';
import type { PresenceState as PresenceStateModel } from './presence/presence-store.ts';
import type { PresenceTopicEvent as PresenceTopicEventModel } from '@colloquy/schema/topics';
import type { ProfileEvent as ProfileEventModel } from './profiles/resolvers.ts';
import type { Context } from './context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
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
  _FieldSet: { input: unknown; output: unknown; }
};

export type Attachment = {
  __typename?: 'Attachment';
  byteSize: Scalars['Int']['output'];
  contentType: Scalars['String']['output'];
  fileName: Scalars['String']['output'];
  id: Scalars['ID']['output'];
};

export type Conversation = {
  __typename?: 'Conversation';
  id: Scalars['ID']['output'];
};

/** Events with a seq are durable and come in its order; those without (typing, read marks) show what is so now, and may be skipped. */
export type ConversationEvent = {
  conversation: Conversation;
  /** Where to resume inbox from; the same for every viewer. */
  cursor?: Maybe<Scalars['String']['output']>;
  seq?: Maybe<Scalars['Int']['output']>;
};

export type ConversationPosition = {
  conversationId: Scalars['ID']['input'];
  seq: Scalars['Int']['input'];
};

export type MembersChanged = ConversationEvent & {
  __typename?: 'MembersChanged';
  /** Who did it; null when the system did. */
  by?: Maybe<User>;
  conversation: Conversation;
  cursor?: Maybe<Scalars['String']['output']>;
  joined: Array<User>;
  left: Array<User>;
  seq?: Maybe<Scalars['Int']['output']>;
};

export type Message = {
  __typename?: 'Message';
  attachments: Array<Attachment>;
  clientId: Scalars['String']['output'];
  conversation: Conversation;
  deletedAt?: Maybe<Scalars['DateTime']['output']>;
  editedAt?: Maybe<Scalars['DateTime']['output']>;
  id: Scalars['ID']['output'];
  quote?: Maybe<Quote>;
  reactions: Array<Reaction>;
  sender: User;
  sentAt: Scalars['DateTime']['output'];
  seq: Scalars['Int']['output'];
  text: Scalars['String']['output'];
  version: Scalars['Int']['output'];
};

/**
 * A message has no text, no files and no quote any more. Answers that quote it are not told of again: what they show of it is an empty
 * text and deletedAt.
 */
export type MessageDeleted = ConversationEvent & {
  __typename?: 'MessageDeleted';
  conversation: Conversation;
  cursor?: Maybe<Scalars['String']['output']>;
  message: Message;
  seq?: Maybe<Scalars['Int']['output']>;
};

/**
 * A message has another text. Answers that quote it are not told of again: what they show of it is its text as it stands, cut at 280
 * characters.
 */
export type MessageEdited = ConversationEvent & {
  __typename?: 'MessageEdited';
  conversation: Conversation;
  cursor?: Maybe<Scalars['String']['output']>;
  message: Message;
  seq?: Maybe<Scalars['Int']['output']>;
};

export type MessageSent = ConversationEvent & {
  __typename?: 'MessageSent';
  conversation: Conversation;
  cursor?: Maybe<Scalars['String']['output']>;
  message: Message;
  seq?: Maybe<Scalars['Int']['output']>;
};

/** A member has read on. Of those who have switched off readReceipts only they themselves get it, in their inbox. */
export type MessagesRead = ConversationEvent & {
  __typename?: 'MessagesRead';
  conversation: Conversation;
  cursor?: Maybe<Scalars['String']['output']>;
  seq?: Maybe<Scalars['Int']['output']>;
  upToSeq: Scalars['Int']['output'];
  user: User;
};

export type Presence = {
  __typename?: 'Presence';
  /** When the user was last seen; null when never. */
  lastSeenAt?: Maybe<Scalars['DateTime']['output']>;
  status: PresenceStatus;
};

export type PresenceChanged = {
  __typename?: 'PresenceChanged';
  presence: Presence;
  user: User;
};

export const PresenceStatus = {
  Offline: 'OFFLINE',
  Online: 'ONLINE'
} as const;

export type PresenceStatus = typeof PresenceStatus[keyof typeof PresenceStatus];
export type ProfileChanged = {
  __typename?: 'ProfileChanged';
  /** As they are when this is told. */
  user: User;
};

export type Query = {
  __typename?: 'Query';
  /**
   * Where to subscribe to inbox from: with it as inbox's after, a client misses nothing that happens after this answer. Read
   * it together with, or before, what is shown first.
   */
  inboxCursor: Scalars['String']['output'];
  /** What the server understood of itself: lets a client check its clock. */
  serverTime: Scalars['DateTime']['output'];
};

export type Quote = {
  __typename?: 'Quote';
  deletedAt?: Maybe<Scalars['DateTime']['output']>;
  messageId: Scalars['ID']['output'];
  sender: User;
  seq: Scalars['Int']['output'];
  text: Scalars['String']['output'];
};

export type Reaction = {
  __typename?: 'Reaction';
  count: Scalars['Int']['output'];
  emoji: Scalars['String']['output'];
  id: Scalars['ID']['output'];
};

/** Somebody has reacted to a message with an emoji, or has taken that back. */
export type ReactionChanged = ConversationEvent & {
  __typename?: 'ReactionChanged';
  added: Scalars['Boolean']['output'];
  conversation: Conversation;
  cursor?: Maybe<Scalars['String']['output']>;
  emoji: Scalars['String']['output'];
  message: Message;
  seq?: Maybe<Scalars['Int']['output']>;
  user: User;
};

export type Subscription = {
  __typename?: 'Subscription';
  /** What happens in one conversation, from its event afterSeq on, or from now. Executions are shared as those of inbox are. */
  conversation: ConversationEvent;
  /**
   * All that happens in the viewer's conversations, including those joined later. With after, the cursor of the last
   * event received, what was missed comes first. Nothing is left out; what happened in the seconds before the cursor may
   * come again, recognisable by its conversation and seq, unless seen says which seq was the last received there. A cursor
   * from more than 7 days ago, or one since which the viewer missed more than 2,000 events or 32 MiB, is refused with
   * CURSOR_EXPIRED: load afresh. Subscribers who select the same share one execution of each event, unless they select a field
   * that depends on who asks, as most fields of Conversation do.
   */
  inbox: ConversationEvent;
  /**
   * The presence of up to 500 users: as it is now, then each change, as far as the viewer may see it. Somebody whose presence is hidden is told
   * to be OFFLINE and never seen, at once or as soon as it is hidden. An id given twice counts once after the 500; ids that no user has
   * are left out.
   */
  presence: PresenceChanged;
  /**
   * The public profiles of up to 500 users: each as it is now, then after each change. One that has not changed may be told of again. An id
   * given twice counts once after the 500; ids that no user has are left out.
   */
  profiles: ProfileChanged;
};


export type SubscriptionConversationArgs = {
  afterSeq?: InputMaybe<Scalars['Int']['input']>;
  id: Scalars['ID']['input'];
};


export type SubscriptionInboxArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  seen?: InputMaybe<Array<ConversationPosition>>;
};


export type SubscriptionPresenceArgs = {
  userIds: Array<Scalars['ID']['input']>;
};


export type SubscriptionProfilesArgs = {
  userIds: Array<Scalars['ID']['input']>;
};

/** Somebody types, which clients show for five seconds unless it is told again, or types no more. */
export type TypingChanged = ConversationEvent & {
  __typename?: 'TypingChanged';
  conversation: Conversation;
  cursor?: Maybe<Scalars['String']['output']>;
  seq?: Maybe<Scalars['Int']['output']>;
  typing: Scalars['Boolean']['output'];
  user: User;
};

/**
 * Something with a seq that cannot be told: this gateway is too old for it, as happens for moments while a new version is being rolled out,
 * or its message was changed after somebody left who may know the old one alone. It keeps the seqs without a hole; read what you show
 * of the conversation again.
 */
export type UnknownEvent = ConversationEvent & {
  __typename?: 'UnknownEvent';
  conversation: Conversation;
  cursor?: Maybe<Scalars['String']['output']>;
  seq?: Maybe<Scalars['Int']['output']>;
};

export type User = {
  __typename?: 'User';
  id: Scalars['ID']['output'];
  /**
   * Whether the user has a connection open now. Seen by the user, and by people with whom the user shares a conversation, unless privacy or a
   * block says no; to all others OFFLINE and never seen.
   */
  presence: Presence;
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
  User: User;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  User:
    ( { __typename: 'User' }
    & GraphQLRecursivePick<FederationTypes['User'], {"id":true}> );
};


/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  ConversationEvent:
    | ( MembersChangedEventModel )
    | ( MessageDeletedEventModel )
    | ( MessageEditedEventModel )
    | ( MessageSentEventModel )
    | ( MessagesReadEventModel )
    | ( ReactionChangedEventModel )
    | ( TypingChangedEventModel )
    | ( UnknownEventPayloadModel )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Attachment: ResolverTypeWrapper<AttachmentPayloadModel>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Conversation: ResolverTypeWrapper<ConversationReferenceModel>;
  ConversationEvent: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['ConversationEvent']>;
  ConversationPosition: ConversationPosition;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  MembersChanged: ResolverTypeWrapper<MembersChangedEventModel>;
  Message: ResolverTypeWrapper<MessagePayloadModel>;
  MessageDeleted: ResolverTypeWrapper<MessageDeletedEventModel>;
  MessageEdited: ResolverTypeWrapper<MessageEditedEventModel>;
  MessageSent: ResolverTypeWrapper<MessageSentEventModel>;
  MessagesRead: ResolverTypeWrapper<MessagesReadEventModel>;
  Presence: ResolverTypeWrapper<PresenceStateModel>;
  PresenceChanged: ResolverTypeWrapper<PresenceTopicEventModel>;
  PresenceStatus: PresenceStatus;
  ProfileChanged: ResolverTypeWrapper<ProfileEventModel>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Quote: ResolverTypeWrapper<QuotePayloadModel>;
  Reaction: ResolverTypeWrapper<ReactionReferenceModel>;
  ReactionChanged: ResolverTypeWrapper<ReactionChangedEventModel>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  TypingChanged: ResolverTypeWrapper<TypingChangedEventModel>;
  UnknownEvent: ResolverTypeWrapper<UnknownEventPayloadModel>;
  User: ResolverTypeWrapper<UserReferenceModel>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Attachment: AttachmentPayloadModel;
  Int: Scalars['Int']['output'];
  String: Scalars['String']['output'];
  ID: Scalars['ID']['output'];
  Conversation: ConversationReferenceModel;
  ConversationEvent: ResolversInterfaceTypes<ResolversParentTypes>['ConversationEvent'];
  ConversationPosition: ConversationPosition;
  DateTime: Scalars['DateTime']['output'];
  MembersChanged: MembersChangedEventModel;
  Message: MessagePayloadModel;
  MessageDeleted: MessageDeletedEventModel;
  MessageEdited: MessageEditedEventModel;
  MessageSent: MessageSentEventModel;
  MessagesRead: MessagesReadEventModel;
  Presence: PresenceStateModel;
  PresenceChanged: PresenceTopicEventModel;
  ProfileChanged: ProfileEventModel;
  Query: Record<PropertyKey, never>;
  Quote: QuotePayloadModel;
  Reaction: ReactionReferenceModel;
  ReactionChanged: ReactionChangedEventModel;
  Boolean: Scalars['Boolean']['output'];
  Subscription: Record<PropertyKey, never>;
  TypingChanged: TypingChangedEventModel;
  UnknownEvent: UnknownEventPayloadModel;
  User: UserReferenceModel;
};

export type PerViewerDirectiveArgs = { };

export type PerViewerDirectiveResolver<Result, Parent, ContextType = Context, Args = PerViewerDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type AttachmentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Attachment'] = ResolversParentTypes['Attachment']> = {
  byteSize?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  contentType?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  fileName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type ConversationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Conversation'] = ResolversParentTypes['Conversation']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type ConversationEventResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ConversationEvent'] = ResolversParentTypes['ConversationEvent']> = {
  __resolveType: TypeResolveFn<'MembersChanged' | 'MessageDeleted' | 'MessageEdited' | 'MessageSent' | 'MessagesRead' | 'ReactionChanged' | 'TypingChanged' | 'UnknownEvent', ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type MembersChangedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MembersChanged'] = ResolversParentTypes['MembersChanged']> = {
  by?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  conversation?: Resolver<ResolversTypes['Conversation'], ParentType, ContextType>;
  cursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  joined?: Resolver<Array<ResolversTypes['User']>, ParentType, ContextType>;
  left?: Resolver<Array<ResolversTypes['User']>, ParentType, ContextType>;
  seq?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MessageResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Message'] = ResolversParentTypes['Message']> = {
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

export type MessageDeletedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MessageDeleted'] = ResolversParentTypes['MessageDeleted']> = {
  conversation?: Resolver<ResolversTypes['Conversation'], ParentType, ContextType>;
  cursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['Message'], ParentType, ContextType>;
  seq?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MessageEditedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MessageEdited'] = ResolversParentTypes['MessageEdited']> = {
  conversation?: Resolver<ResolversTypes['Conversation'], ParentType, ContextType>;
  cursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['Message'], ParentType, ContextType>;
  seq?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MessageSentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MessageSent'] = ResolversParentTypes['MessageSent']> = {
  conversation?: Resolver<ResolversTypes['Conversation'], ParentType, ContextType>;
  cursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['Message'], ParentType, ContextType>;
  seq?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MessagesReadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MessagesRead'] = ResolversParentTypes['MessagesRead']> = {
  conversation?: Resolver<ResolversTypes['Conversation'], ParentType, ContextType>;
  cursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  seq?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  upToSeq?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  user?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PresenceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Presence'] = ResolversParentTypes['Presence']> = {
  lastSeenAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['PresenceStatus'], ParentType, ContextType>;
};

export type PresenceChangedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PresenceChanged'] = ResolversParentTypes['PresenceChanged']> = {
  presence?: Resolver<ResolversTypes['Presence'], ParentType, ContextType>;
  user?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
};

export type ProfileChangedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ProfileChanged'] = ResolversParentTypes['ProfileChanged']> = {
  user?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  inboxCursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  serverTime?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type QuoteResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Quote'] = ResolversParentTypes['Quote']> = {
  deletedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  messageId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  sender?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
  seq?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ReactionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Reaction'] = ResolversParentTypes['Reaction']> = {
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  emoji?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type ReactionChangedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReactionChanged'] = ResolversParentTypes['ReactionChanged']> = {
  added?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  conversation?: Resolver<ResolversTypes['Conversation'], ParentType, ContextType>;
  cursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  emoji?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['Message'], ParentType, ContextType>;
  seq?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  user?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  conversation?: SubscriptionResolver<ResolversTypes['ConversationEvent'], "conversation", ParentType, ContextType, RequireFields<SubscriptionConversationArgs, 'id'>>;
  inbox?: SubscriptionResolver<ResolversTypes['ConversationEvent'], "inbox", ParentType, ContextType, Partial<SubscriptionInboxArgs>>;
  presence?: SubscriptionResolver<ResolversTypes['PresenceChanged'], "presence", ParentType, ContextType, RequireFields<SubscriptionPresenceArgs, 'userIds'>>;
  profiles?: SubscriptionResolver<ResolversTypes['ProfileChanged'], "profiles", ParentType, ContextType, RequireFields<SubscriptionProfilesArgs, 'userIds'>>;
};

export type TypingChangedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TypingChanged'] = ResolversParentTypes['TypingChanged']> = {
  conversation?: Resolver<ResolversTypes['Conversation'], ParentType, ContextType>;
  cursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  seq?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  typing?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  user?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UnknownEventResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UnknownEvent'] = ResolversParentTypes['UnknownEvent']> = {
  conversation?: Resolver<ResolversTypes['Conversation'], ParentType, ContextType>;
  cursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  seq?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UserResolvers<ContextType = Context, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User'], FederationReferenceType extends FederationReferenceTypes['User'] = FederationReferenceTypes['User']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['User']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  presence?: Resolver<ResolversTypes['Presence'], ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  Attachment?: AttachmentResolvers<ContextType>;
  Conversation?: ConversationResolvers<ContextType>;
  ConversationEvent?: ConversationEventResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  MembersChanged?: MembersChangedResolvers<ContextType>;
  Message?: MessageResolvers<ContextType>;
  MessageDeleted?: MessageDeletedResolvers<ContextType>;
  MessageEdited?: MessageEditedResolvers<ContextType>;
  MessageSent?: MessageSentResolvers<ContextType>;
  MessagesRead?: MessagesReadResolvers<ContextType>;
  Presence?: PresenceResolvers<ContextType>;
  PresenceChanged?: PresenceChangedResolvers<ContextType>;
  ProfileChanged?: ProfileChangedResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Quote?: QuoteResolvers<ContextType>;
  Reaction?: ReactionResolvers<ContextType>;
  ReactionChanged?: ReactionChangedResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  TypingChanged?: TypingChangedResolvers<ContextType>;
  UnknownEvent?: UnknownEventResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = Context> = {
  perViewer?: PerViewerDirectiveResolver<any, any, ContextType>;
};
