import { Compass } from 'lucide-react'
import Link from 'next/link'
import { EmptyState } from '../ui/empty-state.tsx'

export default function NotFound() {
  return (
    <main className="flex min-h-dvh items-center justify-center">
      <EmptyState icon={<Compass />} title="Nothing here">
        This address leads nowhere.{' '}
        <Link href="/" className="text-primary underline underline-offset-4">
          To your conversations
        </Link>
      </EmptyState>
    </main>
  )
}
