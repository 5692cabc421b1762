import type { ReactNode } from 'react'
import { ChatApp } from '../../features/chat/chat-app.tsx'
import { SignedInOnly } from '../../features/session/signed-in-only.tsx'
import { GatewayProvider } from '../../graphql/gateway-provider.tsx'

/** All addresses of the chat are this one page, which shows what the address names; the pages below only claim them. */
export default function ChatLayout({ children }: { children: ReactNode }) {
  return (
    <SignedInOnly>
      <GatewayProvider>
        <ChatApp />
      </GatewayProvider>
      {children}
    </SignedInOnly>
  )
}
