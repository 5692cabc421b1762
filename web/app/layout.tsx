import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { webConfig } from '../features/config/environment.ts'
import { SessionProvider } from '../features/session/session-provider.tsx'
import { parseTheme, THEME_COOKIE } from '../features/theme/theme.ts'
import { Toaster } from '../ui/toaster.tsx'
import './globals.css'

export const metadata: Metadata = { title: 'Colloquy', description: 'A quiet place to talk.' }

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  interactiveWidget: 'resizes-content',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f6f5f1' },
    { media: '(prefers-color-scheme: dark)', color: '#131310' },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = parseTheme((await cookies()).get(THEME_COOKIE)?.value)
  return (
    <html lang="en" data-theme={theme === 'system' ? undefined : theme}>
      <body className="font-sans">
        <SessionProvider config={webConfig().public}>{children}</SessionProvider>
        <Toaster />
      </body>
    </html>
  )
}
