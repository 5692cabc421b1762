import { useMutation, useQuery } from '@apollo/client/react'
import type { AccessTokenScope } from '@colloquy/schema/rules'
import { errorCode, errorText } from '../../graphql/errors.ts'
import { graphql } from '../../graphql/generated/gql.ts'
import type { AccessTokensQuery } from '../../graphql/generated/graphql.ts'
import { succeeds } from './succeeds.ts'

const AccessTokensDocument = graphql(`
  query AccessTokens {
    me {
      id
      accessTokens {
        id
        name
        scopes
        expiresAt
        lastUsedAt
      }
    }
  }
`)

const CreateAccessTokenMutation = graphql(`
  mutation CreateAccessToken($input: CreateAccessTokenInput!) {
    createAccessToken(input: $input) {
      secret
    }
  }
`)

const RevokeAccessTokenMutation = graphql(`
  mutation RevokeAccessToken($id: ID!) {
    revokeAccessToken(id: $id)
  }
`)

export type AccessToken = NonNullable<AccessTokensQuery['me']['accessTokens']>[number]

export interface NewAccessToken {
  name: string
  scopes: AccessTokenScope[]
  /** Null: it has no end. */
  expiresAt: string | null
}

const REFETCH = { refetchQueries: [AccessTokensDocument], awaitRefetchQueries: true }

/** The viewer's tokens for programs, read afresh each time that they are shown; null until the gateway has told. */
export function useAccessTokens(): { tokens: readonly AccessToken[] | null; problem: string | null } {
  const { data, error } = useQuery(AccessTokensDocument, { fetchPolicy: 'cache-and-network' })
  return { tokens: data?.me.accessTokens ?? null, problem: error && !data ? errorText(error) : null }
}

/** Makes a token; resolves to its secret, which no cache keeps, or null where `problem` says why not. */
export function useCreateAccessToken(): {
  create: (input: NewAccessToken) => Promise<string | null>
  isBusy: boolean
  problem: string | null
} {
  const [run, { loading, error }] = useMutation(CreateAccessTokenMutation, { ...REFETCH, fetchPolicy: 'no-cache' })
  const create = async (input: NewAccessToken) => {
    const { data } = await run({ variables: { input } }).catch(() => ({ data: null }))
    return data?.createAccessToken.secret ?? null
  }
  return { create, isBusy: loading, problem: error ? createProblem(error) : null }
}

function createProblem(error: unknown): string {
  switch (errorCode(error)) {
    case 'FORBIDDEN':
      return 'You signed in more than an hour ago. Sign out, sign in again and come back.'
    case 'CONFLICT':
      return 'You have as many tokens as there can be. Revoke one first.'
    default:
      return errorText(error)
  }
}

/** Ends a token; resolves to whether it was done, and says so when not. */
export function useRevokeAccessToken(): { revoke: (id: string) => Promise<boolean>; isBusy: boolean } {
  const [run, { loading }] = useMutation(RevokeAccessTokenMutation, REFETCH)
  return { revoke: (id) => succeeds(run({ variables: { id } })), isBusy: loading }
}
