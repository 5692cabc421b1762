import { useMutation } from '@apollo/client/react'
import { useState } from 'react'
import { ANONYMOUS } from '../../graphql/apollo-client.ts'
import { errorText, retryAfterSeconds } from '../../graphql/errors.ts'
import { graphql } from '../../graphql/generated/gql.ts'

const RequestSignInCodeMutation = graphql(`
  mutation RequestSignInCode($email: EmailAddress!) {
    requestSignInCode(email: $email) {
      resendAt
    }
  }
`)

interface Refusal {
  text: string
  /** When it makes sense to ask again. */
  retryAtMs: number | null
}

/** Has a code sent to an address. The answer is when the next one may be asked for; null when it was refused. */
export function useRequestCode() {
  const [mutate, { loading }] = useMutation(RequestSignInCodeMutation, { context: ANONYMOUS })
  const [refusal, setRefusal] = useState<Refusal | null>(null)

  const requestCode = async (email: string): Promise<string | null> => {
    setRefusal(null)
    try {
      const { data } = await mutate({ variables: { email } })
      return data?.requestSignInCode.resendAt ?? null
    } catch (error) {
      const seconds = retryAfterSeconds(error)
      setRefusal({ text: errorText(error), retryAtMs: seconds === null ? null : Date.now() + seconds * 1000 })
      return null
    }
  }
  return { requestCode, isRequesting: loading, refusal }
}
