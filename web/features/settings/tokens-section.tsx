import { MAX_ACCESS_TOKENS } from '@colloquy/schema/rules'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { formatAgo, formatDate } from '../time/format-time.ts'
import { useNow } from '../time/use-now.ts'
import { useAccessTokens, useRevokeAccessToken } from './access-tokens.ts'
import type { AccessToken } from './access-tokens.ts'
import { NewTokenForm } from './new-token-form.tsx'
import { NewTokenSecret } from './new-token-secret.tsx'
import { scopeLabel } from './token-scopes.ts'

/** What the new token is at: not asked for, being filled in, or made and shown this once. */
type Making = { step: 'none' } | { step: 'form' } | { step: 'made'; secret: string }

/** Tokens for programs that act in the viewer's name. */
export function TokensSection() {
  const { tokens, problem } = useAccessTokens()
  const { revoke, isBusy } = useRevokeAccessToken()
  const [making, setMaking] = useState<Making>({ step: 'none' })
  if (problem) return <p className="text-sm text-destructive">{problem}</p>
  if (!tokens) return <Spinner className="my-4" />
  return (
    <>
      <p className="text-sm text-muted-foreground">A program with a token acts in your name. Give it to nobody else.</p>
      <ul data-testid="access-tokens">
        {tokens.map((token) => (
          <TokenRow key={token.id} token={token} isBusy={isBusy} onRevoke={() => void revoke(token.id)} />
        ))}
      </ul>
      {making.step === 'made' && <NewTokenSecret secret={making.secret} onDone={() => setMaking({ step: 'none' })} />}
      {making.step === 'form' && (
        <NewTokenForm
          onMade={(secret) => setMaking({ step: 'made', secret })}
          onCancel={() => setMaking({ step: 'none' })}
        />
      )}
      {making.step === 'none' && (
        <Button
          variant="secondary"
          size="small"
          className="mt-2"
          disabled={tokens.length >= MAX_ACCESS_TOKENS}
          onClick={() => setMaking({ step: 'form' })}
        >
          New token
        </Button>
      )}
    </>
  )
}

function TokenRow({ token, isBusy, onRevoke }: { token: AccessToken; isBusy: boolean; onRevoke: () => void }) {
  const now = useNow()
  const used = token.lastUsedAt ? `Last used ${formatAgo(Date.parse(token.lastUsedAt), now)}` : 'Never used'
  const ends = token.expiresAt ? `ends on ${formatDate(Date.parse(token.expiresAt))}` : 'has no end'
  return (
    <li className="flex min-h-14 items-center gap-3 py-1.5">
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">{token.name}</span>
        <span className="block text-sm text-muted-foreground">{token.scopes.map(scopeLabel).join(' · ')}</span>
        <span className="block text-sm text-muted-foreground">
          {used}, {ends}
        </span>
      </span>
      <Button variant="secondary" size="small" aria-label={`Revoke ${token.name}`} disabled={isBusy} onClick={onRevoke}>
        Revoke
      </Button>
    </li>
  )
}
