import { ArrowDown } from 'lucide-react'
import { Button } from '../../ui/button.tsx'

/** The way back to the end, for who has scrolled up; says how much has come since. */
export function JumpToLatest({ newCount, onJump }: { newCount: number; onJump: () => void }) {
  return (
    <Button
      variant="outline"
      data-testid="jump-to-latest"
      onClick={onJump}
      className="absolute right-4 bottom-3 animate-enter rounded-full bg-popover shadow-md"
    >
      <ArrowDown className="size-4" />
      {newCount > 0 ? `${newCount} new` : 'Latest'}
    </Button>
  )
}
