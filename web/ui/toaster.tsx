'use client'

import dynamic from 'next/dynamic'
import { useState, useSyncExternalStore } from 'react'
import type { Toast } from './toast.ts'
import { toasts } from './toast.ts'

const Toasts = dynamic(() => import('./toasts.tsx').then((module) => module.Toasts), { ssr: false })

const NONE: readonly Toast[] = []

/** Where toasts are shown. */
export function Toaster() {
  const waiting = useSyncExternalStore(toasts.subscribe, toasts.waiting, () => NONE)
  const [isNeeded, setIsNeeded] = useState(false)
  if (waiting.length > 0 && !isNeeded) setIsNeeded(true)
  return isNeeded && <Toasts waiting={waiting} />
}
