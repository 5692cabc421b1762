import type { Metadata } from 'next'
import { redirectIfSignedIn } from '../../features/session/server/redirects.ts'
import { EntryFrame } from '../../features/sign-in/entry-frame.tsx'
import { SignIn } from '../../features/sign-in/sign-in.tsx'

export const metadata: Metadata = { title: 'Sign in · Colloquy' }

export default async function SignInPage() {
  await redirectIfSignedIn()
  return (
    <EntryFrame>
      <SignIn />
    </EntryFrame>
  )
}
