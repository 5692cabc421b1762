import { useMutation, useQuery } from '@apollo/client/react'
import { errorText } from '../../graphql/errors.ts'
import { graphql } from '../../graphql/generated/gql.ts'
import type { PrivacyInput, PrivacySettingsFragment } from '../../graphql/generated/graphql.ts'
import { succeeds, tell } from './succeeds.ts'

graphql(`
  fragment PrivacySettings on User {
    id
    privacy {
      findableByEmail
      presenceVisible
      readReceipts
      whoMayInvite
    }
    blockedUsers {
      ...Person
    }
  }
`)

const SettingsQuery = graphql(`
  query Settings {
    me {
      ...PrivacySettings
    }
  }
`)

const UpdatePrivacyMutation = graphql(`
  mutation UpdatePrivacy($input: PrivacyInput!) {
    updatePrivacy(input: $input) {
      ...PrivacySettings
    }
  }
`)

const BlockUserMutation = graphql(`
  mutation BlockUser($userId: ID!) {
    blockUser(userId: $userId) {
      ...PrivacySettings
    }
  }
`)

const UnblockUserMutation = graphql(`
  mutation UnblockUser($userId: ID!) {
    unblockUser(userId: $userId) {
      ...PrivacySettings
    }
  }
`)

/** What the viewer has set; null until the gateway has told. Mutations answer with all of it, so the cache follows by itself. */
export function useSettings(): { settings: PrivacySettingsFragment | null; problem: string | null } {
  const { data, error } = useQuery(SettingsQuery)
  return { settings: data?.me ?? null, problem: error && !data ? errorText(error) : null }
}

/** Whether the viewer blocks somebody; false while it is not known. */
export const useIsBlocked = (userId: string | undefined): boolean =>
  useSettings().settings?.blockedUsers?.some(({ id }) => id === userId) ?? false

/** Changes privacy; says so when that fails. */
export function useUpdatePrivacy(): { update: (input: PrivacyInput) => void; isBusy: boolean } {
  const [run, { loading }] = useMutation(UpdatePrivacyMutation)
  return { update: (input) => void run({ variables: { input } }).catch(tell), isBusy: loading }
}

/** Blocks somebody, or ends it. Resolves to whether it was done, and says so when not. */
export function useBlocking(): {
  block: (userId: string) => Promise<boolean>
  unblock: (userId: string) => Promise<boolean>
  isBusy: boolean
} {
  const [block, { loading: isBlocking }] = useMutation(BlockUserMutation)
  const [unblock, { loading: isUnblocking }] = useMutation(UnblockUserMutation)
  return {
    block: (userId) => succeeds(block({ variables: { userId } })),
    unblock: (userId) => succeeds(unblock({ variables: { userId } })),
    isBusy: isBlocking || isUnblocking,
  }
}
