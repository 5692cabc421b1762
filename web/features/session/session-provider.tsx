'use client'

import type { ReactNode } from 'react'
import { createContext, use, useState } from 'react'
import { forgetAccounts } from '../device/forget-accounts.ts'
import type { PublicConfig } from '../config/web-config.ts'
import { useStore } from '../store/store.ts'
import type { Session, SessionState } from './session.ts'
import { createSession } from './session.ts'

interface Connection {
  config: PublicConfig
  session: Session
}

const ConnectionContext = createContext<Connection | null>(null)

/** Gives all pages the one session of this browser window. */
export function SessionProvider({ config, children }: { config: PublicConfig; children: ReactNode }) {
  const [connection] = useState(() => {
    const session = createSession()
    // What one person has written is nothing for the next who signs in here.
    session.state.subscribe(() => session.state.get().status === 'signed-out' && void forgetAccounts())
    return { config, session }
  })
  return <ConnectionContext value={connection}>{children}</ConnectionContext>
}

export function useConnection(): Connection {
  const connection = use(ConnectionContext)
  if (!connection) throw new Error('SessionProvider is missing')
  return connection
}

export const useSessionState = (): SessionState => useStore(useConnection().session.state, (state) => state)
