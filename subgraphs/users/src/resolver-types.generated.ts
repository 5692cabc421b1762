import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { StoredAccessToken as StoredAccessTokenModel } from './access-tokens/store.ts';
import type { Privacy as PrivacyModel } from './privacy/privacy.ts';
import type { ViewedProfile as ViewedProfileModel } from './profiles/profile.ts';
import type { SignedIn as SignedInModel } from './sessions/sessions.ts';
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
  /**
   * An e-mail address of RFC 5321, at most 254 characters, compared without regard to case. A domain with letters beyond ASCII may be
   * written either way, münchen.example or xn--mnchen-3ya.example, and comes back in the second; before the "@" ASCII alone works.
   */
  EmailAddress: { input: string; output: string; }
  _FieldSet: { input: unknown; output: unknown; }
};

/** What a program shows to act in a user's name, as its owner sees it. */
export type AccessToken = {
  __typename?: 'AccessToken';
  createdAt: Scalars['DateTime']['output'];
  /** Null when it works until it is revoked. */
  expiresAt?: Maybe<Scalars['DateTime']['output']>;
  id: Scalars['ID']['output'];
  /** When it was used last, to within a minute; null when never. */
  lastUsedAt?: Maybe<Scalars['DateTime']['output']>;
  /** What its owner calls it. */
  name: Scalars['String']['output'];
  /** Of profile:read, profile:write, chats:read, chats:write. */
  scopes: Array<Scalars['String']['output']>;
};

export type CodeRequest = {
  __typename?: 'CodeRequest';
  /** When the code stops working. */
  expiresAt: Scalars['DateTime']['output'];
  /** Names this request in verifySignInCode. Whoever guesses without it guesses at nothing, and locks nobody out. */
  id: Scalars['ID']['output'];
  /** When another code may be asked for. */
  resendAt: Scalars['DateTime']['output'];
};

export type CreateAccessTokenInput = {
  /** In the future. Without it the token works until it is revoked. */
  expiresAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** By the rule of a user's name. */
  name: Scalars['String']['input'];
  /** At least one, of profile:read, profile:write, chats:read, chats:write. */
  scopes: Array<Scalars['String']['input']>;
};

export type CreatedAccessToken = {
  __typename?: 'CreatedAccessToken';
  accessToken: AccessToken;
  /**
   * Sent as 'Authorization: Bearer clq_…', and as connectionParams.authorization on a WebSocket. Shown this once: only its hash is
   * kept.
   */
  secret: Scalars['String']['output'];
};

/** A sign-in as its owner sees it. */
export type DeviceSession = {
  __typename?: 'DeviceSession';
  createdAt: Scalars['DateTime']['output'];
  id: Scalars['ID']['output'];
  /** Whether it is the session that asks. */
  isCurrent: Scalars['Boolean']['output'];
  /** When it last asked for an access token. */
  lastUsedAt: Scalars['DateTime']['output'];
  /** As the device named itself when it signed in, at most 512 characters. */
  userAgent?: Maybe<Scalars['String']['output']>;
};

export type Mutation = {
  __typename?: 'Mutation';
  /**
   * Blocks a user; blocking again changes nothing. From then on neither of the two opens a direct conversation with the other or adds
   * the other to a group, neither sees the other's presence, and in their direct conversation nothing can be sent: to each of
   * them it looks as if the other were not there. In a group of both, messages still reach both, since what is said there is
   * said to all. Whoever is blocked is not told. At most 500 at a time. Answers with the viewer.
   */
  blockUser: User;
  /**
   * A token for a program that calls the API in the user's name, with nothing but the scopes given. Takes a session that was signed in to
   * within the last hour (FORBIDDEN otherwise), never a token. At most 20 for each user: one more is a CONFLICT.
   */
  createAccessToken: CreatedAccessToken;
  /**
   * Swaps a refresh token for a new pair. The same token gives the same next one again for 60 seconds, as long as that was not used:
   * so a client whose answer was lost can repeat its request. Beyond that, a token that was used before ends the whole session.
   */
  refreshSession: Session;
  /**
   * E-mails a six-digit sign-in code. Answers the same way whether or not the address has an account, so
   * nobody learns who is registered; verifying the code creates the account of a new address. Each call starts a
   * request of its own; those before it keep working until they expire.
   */
  requestSignInCode: CodeRequest;
  /**
   * Ends one of the viewer's tokens: it is refused from now on, and its open subscriptions close. NOT_FOUND when the viewer has none with
   * that id.
   */
  revokeAccessToken: Scalars['Boolean']['output'];
  /** Ends all of the viewer's sessions but this one, and tells how many. */
  revokeOtherSessions: Scalars['Int']['output'];
  /** Ends one of the viewer's sessions, as signOut does. NOT_FOUND when the viewer has none with that id. */
  revokeSession: Scalars['Boolean']['output'];
  /** Ends this session: its tokens stop working and its open subscriptions close. */
  signOut: Scalars['Boolean']['output'];
  /** Ends a block. What was said meanwhile does not follow. Answers with the viewer. */
  unblockUser: User;
  /** Changes what is given and leaves the rest as it is. Answers with the viewer. */
  updatePrivacy: User;
  /** Changes what is given and leaves the rest as it is. A username that another has is a CONFLICT. */
  updateProfile: User;
  /**
   * Signs in with the code of a request; five wrong guesses end that request, and no other. A wrong code is a
   * BAD_USER_INPUT at code, with the number of guesses that the request still has in extensions.guessesLeft.
   */
  verifySignInCode: Session;
};


export type MutationBlockUserArgs = {
  userId: Scalars['ID']['input'];
};


export type MutationCreateAccessTokenArgs = {
  input: CreateAccessTokenInput;
};


export type MutationRefreshSessionArgs = {
  refreshToken: Scalars['String']['input'];
};


export type MutationRequestSignInCodeArgs = {
  deviceToken?: InputMaybe<Scalars['String']['input']>;
  email: Scalars['EmailAddress']['input'];
};


export type MutationRevokeAccessTokenArgs = {
  id: Scalars['ID']['input'];
};


export type MutationRevokeSessionArgs = {
  id: Scalars['ID']['input'];
};


export type MutationUnblockUserArgs = {
  userId: Scalars['ID']['input'];
};


export type MutationUpdatePrivacyArgs = {
  input: PrivacyInput;
};


export type MutationUpdateProfileArgs = {
  input: UpdateProfileInput;
};


export type MutationVerifySignInCodeArgs = {
  code: Scalars['String']['input'];
  requestId: Scalars['ID']['input'];
};

/** What a user lets others see and do. People whom the user blocks see and do none of it. */
export type Privacy = {
  __typename?: 'Privacy';
  /** Whether searchUsers finds the user by the exact e-mail address. False unless switched on. */
  findableByEmail: Scalars['Boolean']['output'];
  /**
   * Whether people with whom the user shares a conversation see the user's presence and when they were last seen. Nobody else sees it in
   * any case. True unless switched off.
   */
  presenceVisible: Scalars['Boolean']['output'];
  /** Whether the other members of the user's conversations see how far the user has read. True unless switched off. */
  readReceipts: Scalars['Boolean']['output'];
  /** EVERYBODY unless changed. */
  whoMayInvite: WhoMayInvite;
};

export type PrivacyInput = {
  findableByEmail?: InputMaybe<Scalars['Boolean']['input']>;
  presenceVisible?: InputMaybe<Scalars['Boolean']['input']>;
  readReceipts?: InputMaybe<Scalars['Boolean']['input']>;
  whoMayInvite?: InputMaybe<WhoMayInvite>;
};

export type Query = {
  __typename?: 'Query';
  /** The signed-in user. */
  me: User;
  /**
   * People whose name or username has, for each word of the query, one that begins like it, without regard to case, accents and
   * punctuation: "zoe" finds Zoë, "luc" Jean-Luc, "太郎" 山田太郎. Or the one whose e-mail address is exactly it, if
   * that person is findableByEmail; a viewer may look for 100 addresses a day (unless the installation says otherwise). The query has at most 254 characters; at most 50
   * people at a time. By words, blocks hide nobody: a name is seen by all who are signed in.
   */
  searchUsers: Array<User>;
  user?: Maybe<User>;
};


export type QuerySearchUsersArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  query: Scalars['String']['input'];
};


export type QueryUserArgs = {
  id: Scalars['ID']['input'];
};

/** A sign-in of one person on one device. */
export type Session = {
  __typename?: 'Session';
  /** Sent as 'Authorization: Bearer …', and as connectionParams.authorization on a WebSocket. */
  accessToken: Scalars['String']['output'];
  accessTokenExpiresAt: Scalars['DateTime']['output'];
  /**
   * Names this device in requestSignInCode, for 90 days. It signs nobody in; keep it where the refresh token is kept, and
   * beyond signing out. Given by verifySignInCode alone.
   */
  deviceToken?: Maybe<Scalars['String']['output']>;
  /** Whether this sign-in created the account. */
  isNewUser: Scalars['Boolean']['output'];
  /** Swapped for the next pair by refreshSession. */
  refreshToken: Scalars['String']['output'];
  user: User;
};

export type UpdateProfileInput = {
  /** Null removes it. */
  bio?: InputMaybe<Scalars['String']['input']>;
  name?: InputMaybe<Scalars['String']['input']>;
  username?: InputMaybe<Scalars['String']['input']>;
};

/** A person with an account. */
export type User = {
  __typename?: 'User';
  /** The viewer's own tokens that have not ended, the newest first; null for others. */
  accessTokens?: Maybe<Array<AccessToken>>;
  /** A few words about themselves, at most 500 characters, by the rule of names but in several lines. */
  bio?: Maybe<Scalars['String']['output']>;
  /** Whom the user blocks, the latest first. Seen by the user alone. */
  blockedUsers?: Maybe<Array<User>>;
  createdAt: Scalars['DateTime']['output'];
  /** Seen by the user alone. */
  email?: Maybe<Scalars['EmailAddress']['output']>;
  id: Scalars['ID']['output'];
  /** What the user wants to be called: one line of 1 to 80 characters, one of them visible, and none that changes the direction of text. */
  name: Scalars['String']['output'];
  /** What others may see and do. Seen by the user alone. */
  privacy?: Maybe<Privacy>;
  /** The viewer's own sign-ins that go on, the one used last first, at most 100; null for others. */
  sessions?: Maybe<Array<DeviceSession>>;
  /** Unique, 3 to 30 of a-z, 0-9, '_' and '.'; what others type to find or mention the user. */
  username: Scalars['String']['output'];
};

/** Who may open a direct conversation with a user, or add the user to a group. */
export const WhoMayInvite = {
  Everybody: 'EVERYBODY',
  Nobody: 'NOBODY',
  /** People with whom the user shares a conversation already. */
  PeopleIKnow: 'PEOPLE_I_KNOW'
} as const;

export type WhoMayInvite = typeof WhoMayInvite[keyof typeof WhoMayInvite];


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



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AccessToken: ResolverTypeWrapper<StoredAccessTokenModel>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  CodeRequest: ResolverTypeWrapper<CodeRequest>;
  CreateAccessTokenInput: CreateAccessTokenInput;
  CreatedAccessToken: ResolverTypeWrapper<Omit<CreatedAccessToken, 'accessToken'> & { accessToken: ResolversTypes['AccessToken'] }>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DeviceSession: ResolverTypeWrapper<DeviceSession>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  EmailAddress: ResolverTypeWrapper<Scalars['EmailAddress']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Privacy: ResolverTypeWrapper<PrivacyModel>;
  PrivacyInput: PrivacyInput;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Session: ResolverTypeWrapper<SignedInModel>;
  UpdateProfileInput: UpdateProfileInput;
  User: ResolverTypeWrapper<ViewedProfileModel>;
  WhoMayInvite: WhoMayInvite;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AccessToken: StoredAccessTokenModel;
  ID: Scalars['ID']['output'];
  String: Scalars['String']['output'];
  CodeRequest: CodeRequest;
  CreateAccessTokenInput: CreateAccessTokenInput;
  CreatedAccessToken: Omit<CreatedAccessToken, 'accessToken'> & { accessToken: ResolversParentTypes['AccessToken'] };
  DateTime: Scalars['DateTime']['output'];
  DeviceSession: DeviceSession;
  Boolean: Scalars['Boolean']['output'];
  EmailAddress: Scalars['EmailAddress']['output'];
  Mutation: Record<PropertyKey, never>;
  Int: Scalars['Int']['output'];
  Privacy: PrivacyModel;
  PrivacyInput: PrivacyInput;
  Query: Record<PropertyKey, never>;
  Session: SignedInModel;
  UpdateProfileInput: UpdateProfileInput;
  User: ViewedProfileModel;
};

export type PerViewerDirectiveArgs = { };

export type PerViewerDirectiveResolver<Result, Parent, ContextType = Context, Args = PerViewerDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type AccessTokenResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AccessToken'] = ResolversParentTypes['AccessToken']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastUsedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  scopes?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
};

export type CodeRequestResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CodeRequest'] = ResolversParentTypes['CodeRequest']> = {
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  resendAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type CreatedAccessTokenResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreatedAccessToken'] = ResolversParentTypes['CreatedAccessToken']> = {
  accessToken?: Resolver<ResolversTypes['AccessToken'], ParentType, ContextType>;
  secret?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DeviceSessionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeviceSession'] = ResolversParentTypes['DeviceSession']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  isCurrent?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  lastUsedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  userAgent?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export interface EmailAddressScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['EmailAddress'], any> {
  name: 'EmailAddress';
}

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  blockUser?: Resolver<ResolversTypes['User'], ParentType, ContextType, RequireFields<MutationBlockUserArgs, 'userId'>>;
  createAccessToken?: Resolver<ResolversTypes['CreatedAccessToken'], ParentType, ContextType, RequireFields<MutationCreateAccessTokenArgs, 'input'>>;
  refreshSession?: Resolver<ResolversTypes['Session'], ParentType, ContextType, RequireFields<MutationRefreshSessionArgs, 'refreshToken'>>;
  requestSignInCode?: Resolver<ResolversTypes['CodeRequest'], ParentType, ContextType, RequireFields<MutationRequestSignInCodeArgs, 'email'>>;
  revokeAccessToken?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationRevokeAccessTokenArgs, 'id'>>;
  revokeOtherSessions?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  revokeSession?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationRevokeSessionArgs, 'id'>>;
  signOut?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  unblockUser?: Resolver<ResolversTypes['User'], ParentType, ContextType, RequireFields<MutationUnblockUserArgs, 'userId'>>;
  updatePrivacy?: Resolver<ResolversTypes['User'], ParentType, ContextType, RequireFields<MutationUpdatePrivacyArgs, 'input'>>;
  updateProfile?: Resolver<ResolversTypes['User'], ParentType, ContextType, RequireFields<MutationUpdateProfileArgs, 'input'>>;
  verifySignInCode?: Resolver<ResolversTypes['Session'], ParentType, ContextType, RequireFields<MutationVerifySignInCodeArgs, 'code' | 'requestId'>>;
};

export type PrivacyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Privacy'] = ResolversParentTypes['Privacy']> = {
  findableByEmail?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  presenceVisible?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  readReceipts?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  whoMayInvite?: Resolver<ResolversTypes['WhoMayInvite'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  me?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
  searchUsers?: Resolver<Array<ResolversTypes['User']>, ParentType, ContextType, RequireFields<QuerySearchUsersArgs, 'first' | 'query'>>;
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType, RequireFields<QueryUserArgs, 'id'>>;
};

export type SessionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Session'] = ResolversParentTypes['Session']> = {
  accessToken?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  accessTokenExpiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  deviceToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  isNewUser?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  refreshToken?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  user?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
};

export type UserResolvers<ContextType = Context, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User'], FederationReferenceType extends FederationReferenceTypes['User'] = FederationReferenceTypes['User']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['User']> | FederationReferenceType, FederationReferenceType, ContextType>;
  accessTokens?: Resolver<Maybe<Array<ResolversTypes['AccessToken']>>, ParentType, ContextType>;
  bio?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  blockedUsers?: Resolver<Maybe<Array<ResolversTypes['User']>>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  email?: Resolver<Maybe<ResolversTypes['EmailAddress']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  privacy?: Resolver<Maybe<ResolversTypes['Privacy']>, ParentType, ContextType>;
  sessions?: Resolver<Maybe<Array<ResolversTypes['DeviceSession']>>, ParentType, ContextType>;
  username?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  AccessToken?: AccessTokenResolvers<ContextType>;
  CodeRequest?: CodeRequestResolvers<ContextType>;
  CreatedAccessToken?: CreatedAccessTokenResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  DeviceSession?: DeviceSessionResolvers<ContextType>;
  EmailAddress?: GraphQLScalarType;
  Mutation?: MutationResolvers<ContextType>;
  Privacy?: PrivacyResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Session?: SessionResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = Context> = {
  perViewer?: PerViewerDirectiveResolver<any, any, ContextType>;
};
