import { useSyncExternalStore } from 'react'

const EVENTS = ['focus', 'blur'] as const

function subscribe(listener: () => void): () => void {
  const stopping = new AbortController()
  for (const event of EVENTS) window.addEventListener(event, listener, { signal: stopping.signal })
  document.addEventListener('visibilitychange', listener, { signal: stopping.signal })
  return () => stopping.abort()
}

/** Whether somebody is looking at this window: what comes in then has been read. */
export function useAttention(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => document.visibilityState === 'visible' && document.hasFocus(),
    () => false,
  )
}
