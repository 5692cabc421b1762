import { SIGN_IN_CODE_LENGTH } from '@colloquy/schema/rules'
import { useEffect, useRef, useState } from 'react'
import { errorText, guessesLeft } from '../../graphql/errors.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { OtpInput } from '../../ui/otp-input.tsx'
import { useConnection } from '../session/session-provider.tsx'
import type { SentCode } from './sent-code.ts'
import { useRequestCode } from './use-request-code.ts'
import { useSecondsUntil } from './use-seconds-until.ts'

interface CodeStepProps {
  sent: SentCode
  onResent: (sent: SentCode) => void
  onChangeEmail: () => void
  onSignedIn: (isNewUser: boolean) => void
}

export function CodeStep({ sent, onResent, onChangeEmail, onSignedIn }: CodeStepProps) {
  const { session } = useConnection()
  const [code, setCode] = useState('')
  const [isVerifying, setIsVerifying] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const input = useRef<HTMLInputElement>(null)

  // While a code is checked the field is disabled, and so loses the focus.
  useEffect(() => {
    if (problem && !isVerifying) input.current?.focus()
  }, [problem, isVerifying])

  const verify = async (complete: string) => {
    setIsVerifying(true)
    setProblem(null)
    try {
      onSignedIn((await session.verify(sent.requestId, complete)).isNewUser)
    } catch (error) {
      setProblem(wrongCodeText(error))
      setCode('')
      setIsVerifying(false)
    }
  }

  return (
    <div className="grid gap-5">
      <header>
        <h1 className="text-2xl font-semibold tracking-tight">Check your mail</h1>
        <p className="mt-1.5 text-muted-foreground">
          We sent a six-digit code to <strong className="font-medium break-all text-foreground">{sent.email}</strong>.{' '}
          <Button variant="link" size="inline" onClick={onChangeEmail}>
            Use another address
          </Button>
        </p>
      </header>
      <Field label="Code" error={problem} hint={isVerifying ? 'Checking…' : null}>
        {(control) => (
          <OtpInput
            {...control}
            ref={input}
            length={SIGN_IN_CODE_LENGTH}
            value={code}
            onChange={(value) => {
              setCode(value)
              if (value !== '') setProblem(null)
            }}
            onComplete={(complete: string) => void verify(complete)}
            disabled={isVerifying}
          />
        )}
      </Field>
      <ResendCode sent={sent} onResent={onResent} />
    </div>
  )
}

function ResendCode({ sent, onResent }: Pick<CodeStepProps, 'sent' | 'onResent'>) {
  const { requestCode, isRequesting, refusal } = useRequestCode()
  const seconds = useSecondsUntil(Math.max(sent.resendAtMs, refusal?.retryAtMs ?? 0))

  const resend = async () => {
    const request = await requestCode(sent.email)
    if (request) onResent(request)
  }

  return (
    <div className="grid gap-2 text-sm text-muted-foreground">
      {refusal && <p role="alert">{refusal.text}</p>}
      {seconds > 0 ? (
        <p>
          No mail? Look in the spam folder too. You can ask for another code in{' '}
          <span className="tabular-nums">{seconds} s</span>.
        </p>
      ) : (
        <p>
          No mail?{' '}
          <Button variant="link" size="inline" disabled={isRequesting} onClick={() => void resend()}>
            Send another code
          </Button>
        </p>
      )}
    </div>
  )
}

function wrongCodeText(error: unknown): string {
  const left = guessesLeft(error)
  if (left === null) return errorText(error)
  if (left === 0) return 'That code no longer works. Send another.'
  return `That is not the code. ${left === 1 ? 'One try is' : `${left} tries are`} left.`
}
