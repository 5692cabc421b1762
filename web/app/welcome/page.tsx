import type { Metadata } from 'next'
import { Introduction } from '../../features/profile/introduction.tsx'
import { SignedInOnly } from '../../features/session/signed-in-only.tsx'
import { GatewayProvider } from '../../graphql/gateway-provider.tsx'

export const metadata: Metadata = { title: 'Welcome · Colloquy' }

export default function WelcomePage() {
  return (
    <SignedInOnly>
      <GatewayProvider>
        <Introduction />
      </GatewayProvider>
    </SignedInOnly>
  )
}
