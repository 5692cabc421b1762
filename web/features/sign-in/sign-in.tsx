'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { CodeStep } from './code-step.tsx'
import { EmailStep } from './email-step.tsx'

/** An address, then the code that came to it; from there to where somebody wanted to go. */
export function SignIn({ wanted }: { wanted: string }) {
  const router = useRouter()
  const [sent, setSent] = useState<{ email: string; resendAt: string } | null>(null)
  const [email, setEmail] = useState('')

  if (!sent) {
    return (
      <EmailStep
        initialEmail={email}
        onSent={(address, resendAt) => {
          setEmail(address)
          setSent({ email: address, resendAt })
        }}
      />
    )
  }
  return (
    <CodeStep
      email={sent.email}
      resendAt={sent.resendAt}
      onResent={(resendAt) => setSent({ email: sent.email, resendAt })}
      onChangeEmail={() => setSent(null)}
      onSignedIn={(isNewUser) => router.replace(isNewUser ? '/welcome' : wanted)}
    />
  )
}
