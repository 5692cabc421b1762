'use client'

import { useRouter } from 'next/navigation'
import { useState, useSyncExternalStore } from 'react'
import { CodeStep } from './code-step.tsx'
import { EmailStep } from './email-step.tsx'
import type { SentCode } from './sent-code.ts'
import { createSentCode } from './sent-code.ts'

/** An address, then the code that came to it; from there to where somebody wanted to go. */
export function SignIn({ wanted }: { wanted: string }) {
  const router = useRouter()
  const [sentCode] = useState(() => createSentCode())
  // The server, which renders the page first, knows of none.
  const sent = useSyncExternalStore(sentCode.subscribe, sentCode.get, () => null)
  const [isEditingEmail, setIsEditingEmail] = useState(false)

  const waitFor = (code: SentCode) => {
    sentCode.set(code)
    setIsEditingEmail(false)
  }

  if (!sent || isEditingEmail) return <EmailStep sent={sent} onSent={waitFor} />
  return (
    <CodeStep
      // Each request has a code of its own, and its own guesses.
      key={sent.requestId}
      sent={sent}
      onResent={waitFor}
      onChangeEmail={() => setIsEditingEmail(true)}
      onSignedIn={(isNewUser) => {
        sentCode.forget()
        router.replace(isNewUser ? '/welcome' : wanted)
      }}
    />
  )
}
