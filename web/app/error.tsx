'use client'

import { CloudAlert } from 'lucide-react'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'

export default function ErrorPage({ reset }: { reset: () => void }) {
  return (
    <main className="flex min-h-dvh items-center justify-center">
      <EmptyState icon={<CloudAlert />} title="Something went wrong">
        <p>The page ran into an error. What you sent is safe.</p>
        <Button variant="secondary" className="mt-4" onClick={reset}>
          Try again
        </Button>
      </EmptyState>
    </main>
  )
}
