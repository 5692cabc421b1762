'use client'

import 'graphiql/setup-workers/webpack'
import 'graphiql/style.css'
import './playground.css'
import { GraphiQL } from 'graphiql'
import Link from 'next/link'
import { useEffect, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Mark } from '../../ui/wordmark.tsx'
import { useConnection } from '../session/session-provider.tsx'
import { currentTheme } from '../theme/theme.ts'
import { EXAMPLES } from './examples.ts'
import { createMemoryStorage } from './memory-storage.ts'
import { createPlaygroundFetcher } from './playground-fetcher.ts'

const TABS = EXAMPLES.map((query) => ({ query }))

/** The API to try out, as the person who is signed in. */
export function Playground() {
  const { config, session } = useConnection()
  const [fetcher] = useState(() => createPlaygroundFetcher(config, session))
  const [storage] = useState(createMemoryStorage)
  const theme = useShownTheme()

  return (
    <main className="h-dvh" data-testid="playground">
      <GraphiQL fetcher={fetcher} storage={storage} defaultTabs={TABS} forcedTheme={theme} isHeadersEditorEnabled>
        <GraphiQL.Logo>
          <Button asChild variant="ghost" size="small">
            <Link href="/">
              <Mark className="size-5" /> Back to the chat
            </Link>
          </Button>
        </GraphiQL.Logo>
      </GraphiQL>
    </main>
  )
}

/** GraphiQL wants to be told light or dark. */
function useShownTheme(): 'light' | 'dark' {
  const [isSystemDark, setIsSystemDark] = useState(() => systemDark().matches)
  useEffect(() => {
    const listening = new AbortController()
    systemDark().addEventListener('change', ({ matches }) => setIsSystemDark(matches), { signal: listening.signal })
    return () => listening.abort()
  }, [])
  const theme = currentTheme()
  return theme === 'system' ? (isSystemDark ? 'dark' : 'light') : theme
}

const systemDark = () => window.matchMedia('(prefers-color-scheme: dark)')
