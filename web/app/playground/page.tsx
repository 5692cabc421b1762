import type { Metadata } from 'next'
import { PlaygroundLoader } from '../../features/playground/playground-loader.tsx'

export const metadata: Metadata = { title: 'API playground · Colloquy' }

export default function PlaygroundPage() {
  return <PlaygroundLoader />
}
