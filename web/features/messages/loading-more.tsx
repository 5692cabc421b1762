import { Button } from '../../ui/button.tsx'
import { cn } from '../../ui/class-names.ts'
import { Spinner } from '../../ui/spinner.tsx'
import type { MoreMessages } from './use-more-messages.ts'

interface LoadingMoreProps extends MoreMessages {
  what: 'Older messages' | 'Newer messages'
  className: string
}

/** That more messages are on their way, or could not be loaded. */
export function LoadingMore({ what, isLoading, problem, retry, className }: LoadingMoreProps) {
  const place = cn('absolute inset-x-0 z-10 justify-center', className)
  if (problem) {
    return (
      <div role="alert" className={cn('flex', place)}>
        <Button variant="secondary" size="small" onClick={retry}>
          {what} could not be loaded. Try again
        </Button>
      </div>
    )
  }
  return isLoading && <Spinner label={`Loading ${what.toLowerCase()}`} className={place} />
}
