import type { Metadata } from 'next'
import { PlaygroundLoader } from '../../features/playground/playground-loader.tsx'
import { redirectUnlessSignedIn } from '../../features/session/server/redirects.ts'

export const metadata: Metadata = { title: 'API playground · Colloquy' }

export default async function PlaygroundPage() {
  await redirectUnlessSignedIn('/playground')
  return <PlaygroundLoader />
}
