import { useState } from 'react'
import { errorCode, errorText } from '../../graphql/errors.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { OtpInput } from '../../ui/otp-input.tsx'
import { useConnection } from '../session/session-provider.tsx'
import { useRequestCode } from './use-request-code.ts'
import { useSecondsUntil } from './use-seconds-until.ts'

const CODE_LENGTH = 6

interface CodeStepProps {
  email: string
  resendAt: string
  onResent: (resendAt: string) => void
  onChangeEmail: () => void
  onSignedIn: (isNewUser: boolean) => void
}

export function CodeStep({ email, resendAt, onResent, onChangeEmail, onSignedIn }: CodeStepProps) {
  const { session } = useConnection()
  const [code, setCode] = useState('')
  const [isVerifying, setIsVerifying] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)

  const verify = async (complete: string) => {
    setIsVerifying(true)
    setProblem(null)
    try {
      onSignedIn((await session.verify(email, complete)).isNewUser)
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
          We sent a six-digit code to <strong className="font-medium break-all text-foreground">{email}</strong>.{' '}
          <Button variant="link" size="inline" onClick={onChangeEmail}>
            Use another address
          </Button>
        </p>
      </header>
      <Field label="Code" error={problem} hint={isVerifying ? 'Checking…' : null}>
        {(control) => (
          <OtpInput
            {...control}
            length={CODE_LENGTH}
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
      <ResendCode
        email={email}
        resendAt={resendAt}
        onResent={(at) => {
          setProblem(null)
          setCode('')
          onResent(at)
        }}
      />
    </div>
  )
}

function ResendCode({ email, resendAt, onResent }: Pick<CodeStepProps, 'email' | 'resendAt' | 'onResent'>) {
  const { requestCode, isRequesting, refusal } = useRequestCode()
  const seconds = useSecondsUntil(Math.max(Date.parse(resendAt), refusal?.retryAtMs ?? 0))

  const resend = async () => {
    const nextAt = await requestCode(email)
    if (nextAt) onResent(nextAt)
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
  const isWrong = errorCode(error) === 'UNAUTHENTICATED' || errorCode(error) === 'BAD_USER_INPUT'
  return isWrong ? 'That code is not right, or no longer works. Try it again, or ask for another.' : errorText(error)
}
