import type { Metadata } from 'next'
import { afterSignIn } from '../../features/session/after-sign-in.ts'
import { EntryFrame } from '../../features/sign-in/entry-frame.tsx'
import { SignIn } from '../../features/sign-in/sign-in.tsx'

export const metadata: Metadata = { title: 'Sign in · Colloquy' }

interface SignInPageProps {
  searchParams: Promise<{ to?: string | string[] }>
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { to } = await searchParams
  const wanted = afterSignIn(Array.isArray(to) ? to[0] : to)
  return (
    <EntryFrame>
      <SignIn wanted={wanted} />
    </EntryFrame>
  )
}
