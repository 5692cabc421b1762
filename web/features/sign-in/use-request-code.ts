import { useState } from 'react'
import { errorText, retryAfterSeconds } from '../../graphql/errors.ts'
import { useConnection } from '../session/session-provider.tsx'
import type { SentCode } from './sent-code.ts'

interface Refusal {
  text: string
  /** When it makes sense to ask again. */
  retryAtMs: number | null
}

/** Has a code sent to an address. The answer is the request that the code belongs to; null when it was refused. */
export function useRequestCode() {
  const { session } = useConnection()
  const [isRequesting, setIsRequesting] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)

  const requestCode = async (email: string): Promise<SentCode | null> => {
    setRefusal(null)
    setIsRequesting(true)
    try {
      const { requestId, expiresInMs, resendInMs } = await session.requestCode(email)
      const nowMs = Date.now()
      return { email, requestId, expiresAtMs: nowMs + expiresInMs, resendAtMs: nowMs + resendInMs }
    } catch (error) {
      const seconds = retryAfterSeconds(error)
      setRefusal({ text: errorText(error), retryAtMs: seconds === null ? null : Date.now() + seconds * 1000 })
      return null
    } finally {
      setIsRequesting(false)
    }
  }
  return { requestCode, isRequesting, refusal }
}
