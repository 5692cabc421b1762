import { useMutation, useQuery } from '@apollo/client/react'
import { errorText } from '../../graphql/errors.ts'
import { graphql } from '../../graphql/generated/gql.ts'
import type { SessionsQuery } from '../../graphql/generated/graphql.ts'
import { succeeds } from './succeeds.ts'

const SessionsDocument = graphql(`
  query Sessions {
    me {
      id
      sessions {
        id
        userAgent
        lastUsedAt
        isCurrent
      }
    }
  }
`)

const RevokeSessionMutation = graphql(`
  mutation RevokeSession($id: ID!) {
    revokeSession(id: $id)
  }
`)

const RevokeOtherSessionsMutation = graphql(`
  mutation RevokeOtherSessions {
    revokeOtherSessions
  }
`)

export type DeviceSession = NonNullable<SessionsQuery['me']['sessions']>[number]

/** Where the viewer is signed in, read afresh each time that it is shown; null until the gateway has told. */
export function useSessions(): { sessions: readonly DeviceSession[] | null; problem: string | null } {
  const { data, error } = useQuery(SessionsDocument, { fetchPolicy: 'cache-and-network' })
  return { sessions: data?.me.sessions ?? null, problem: error && !data ? errorText(error) : null }
}

/** Ends sessions; resolves to whether it was done, and says so when not. */
export function useEndSessions(): {
  end: (id: string) => Promise<boolean>
  endOthers: () => Promise<boolean>
  isBusy: boolean
} {
  const options = { refetchQueries: [SessionsDocument], awaitRefetchQueries: true }
  const [revoke, { loading: isRevoking }] = useMutation(RevokeSessionMutation, options)
  const [revokeOthers, { loading: isRevokingOthers }] = useMutation(RevokeOtherSessionsMutation, options)
  return {
    end: (id) => succeeds(revoke({ variables: { id } })),
    endOthers: () => succeeds(revokeOthers()),
    isBusy: isRevoking || isRevokingOthers,
  }
}
