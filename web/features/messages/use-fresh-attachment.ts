import { useApolloClient } from '@apollo/client/react'
import { useRef, useState } from 'react'
import { graphql } from '../../graphql/generated/gql.ts'
import type { MessageAttachmentFragment } from '../../graphql/generated/graphql.ts'

/** Signed URLs live for minutes; one this young needs no other. */
const FRESH_MS = 60_000

const AttachmentsQuery = graphql(`
  query Attachments($messageId: ID!) {
    message(id: $messageId) {
      id
      attachments {
        ...MessageAttachment
      }
    }
  }
`)

/** An attachment whose signed URLs can be renewed once they no longer work. */
export function useFreshAttachment(messageId: string, attachment: MessageAttachmentFragment) {
  const apollo = useApolloClient()
  const [renewed, setRenewed] = useState<MessageAttachmentFragment | null>(null)
  const askedAtMs = useRef(0)

  const refresh = async () => {
    if (Date.now() - askedAtMs.current < FRESH_MS) return
    askedAtMs.current = Date.now()
    const options = { query: AttachmentsQuery, variables: { messageId }, fetchPolicy: 'no-cache' as const }
    const answer = await apollo.query(options).catch(() => null)
    const found = answer?.data?.message?.attachments.find(({ id }) => id === attachment.id)
    if (found) setRenewed(found)
  }
  return { fresh: renewed ?? attachment, refresh }
}
