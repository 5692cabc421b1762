'use client'

import { useRouter } from 'next/navigation'
import type { ReactNode } from 'react'
import { useEffect } from 'react'
import { backoffMs, waitToRetry } from '../live/backoff.ts'
import { signInPath } from './after-sign-in.ts'
import { SplashScreen } from './splash-screen.tsx'
import { useConnection, useSessionState } from './session-provider.tsx'

/** Shows its children to who is signed in, and brings others to the sign-in page. */
export function SignedInOnly({ children }: { children: ReactNode }) {
  const { session } = useConnection()
  const { status } = useSessionState()
  const router = useRouter()

  useEffect(() => {
    const leaving = new AbortController()
    const ask = async () => {
      for (let failures = 0; !leaving.signal.aborted && session.state.get().status === 'unknown'; failures += 1) {
        await session.accessToken().catch(() => waitToRetry(backoffMs(failures), leaving.signal))
      }
    }
    void ask()
    return () => leaving.abort()
  }, [session])

  useEffect(() => {
    if (status === 'signed-out') router.replace(signInPath(window.location.pathname))
  }, [status, router])

  return status === 'signed-in' ? children : <SplashScreen />
}
