import type { ReactNode } from 'react'
import { ChatApp } from '../../features/chat/chat-app.tsx'
import { SignedInOnly } from '../../features/session/signed-in-only.tsx'
import { redirectUnlessSignedIn } from '../../features/session/server/redirects.ts'

/** All addresses of the chat are this one page, which shows what the address names; the pages below only claim them. */
export default async function ChatLayout({ children }: { children: ReactNode }) {
  await redirectUnlessSignedIn()
  return (
    <SignedInOnly>
      <ChatApp />
      {children}
    </SignedInOnly>
  )
}
