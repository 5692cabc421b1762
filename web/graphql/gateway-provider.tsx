'use client'

import { ApolloProvider } from '@apollo/client/react'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useConnection } from '../features/session/session-provider.tsx'
import { createApolloClient } from './apollo-client.ts'

/** The gateway to speak to, for who is signed in: what one person was told goes with it when the session ends. */
export function GatewayProvider({ children }: { children: ReactNode }) {
  const { config, session } = useConnection()
  const [client] = useState(() => createApolloClient(config.gatewayUrl, session))
  return <ApolloProvider client={client}>{children}</ApolloProvider>
}
