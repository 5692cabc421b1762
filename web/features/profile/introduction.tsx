'use client'

import { useRouter } from 'next/navigation'
import { EntryFrame } from '../sign-in/entry-frame.tsx'
import { SplashScreen } from '../session/splash-screen.tsx'
import { ProfileForm } from './profile-form.tsx'
import { useViewer } from './viewer.ts'

/** The first time: who are you? */
export function Introduction() {
  const viewer = useViewer()
  const router = useRouter()
  if (!viewer) return <SplashScreen />
  return (
    <EntryFrame>
      <header className="mb-5">
        <h1 className="text-2xl font-semibold tracking-tight">Welcome</h1>
        <p className="mt-1.5 text-muted-foreground">What should others call you?</p>
      </header>
      <ProfileForm viewer={viewer} isIntroduction submitLabel="Start talking" onSaved={() => router.replace('/')} />
    </EntryFrame>
  )
}
