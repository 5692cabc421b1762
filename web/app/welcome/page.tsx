import type { Metadata } from 'next'
import { Introduction } from '../../features/profile/introduction.tsx'
import { redirectUnlessSignedIn } from '../../features/session/server/redirects.ts'
import { SignedInOnly } from '../../features/session/signed-in-only.tsx'

export const metadata: Metadata = { title: 'Welcome · Colloquy' }

export default async function WelcomePage() {
  await redirectUnlessSignedIn('/welcome')
  return (
    <SignedInOnly>
      <Introduction />
    </SignedInOnly>
  )
}
