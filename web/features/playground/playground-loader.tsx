'use client'

import dynamic from 'next/dynamic'
import { SignedInOnly } from '../session/signed-in-only.tsx'
import { SplashScreen } from '../session/splash-screen.tsx'

// The editor is made for browsers alone, and large: it comes when somebody asks for it.
const Playground = dynamic(() => import('./playground.tsx').then((module) => module.Playground), {
  ssr: false,
  loading: SplashScreen,
})

export function PlaygroundLoader() {
  return (
    <SignedInOnly>
      <Playground />
    </SignedInOnly>
  )
}
