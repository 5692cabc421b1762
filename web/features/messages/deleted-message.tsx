import { Trash2 } from 'lucide-react'
import { Button } from '../../ui/button.tsx'

/** In the place of a message that was deleted; for a while that can be taken back. */
export function DeletedMessage({ onUndo }: { onUndo: (() => void) | null }) {
  return (
    <div
      data-testid="deleted-message"
      className="flex min-h-10 items-center gap-2 rounded-[1.125rem] border px-3.5 text-sm text-muted-foreground"
    >
      <Trash2 className="size-4 shrink-0" aria-hidden />
      <span>Message deleted</span>
      {onUndo && (
        // It takes the focus from the menu that is gone.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        <Button
          variant="link"
          size="inline"
          autoFocus
          onClick={onUndo}
          className="min-h-9 px-1 pointer-coarse:min-h-11"
        >
          Undo
        </Button>
      )}
    </div>
  )
}
