import { Reply, X } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { plainText } from '../message-text/plain-text.ts'
import type { Answered } from './kept-forms.ts'

/** What the draft answers. */
export function ReplyBar({ answered, onCancel }: { answered: Answered; onCancel: () => void }) {
  return (
    <div data-testid="reply-bar" className="flex items-center gap-3 border-b py-1.5 pr-1.5 pl-4">
      <Reply className="size-4 shrink-0 text-primary" />
      <div className="min-w-0 flex-1 text-sm">
        <p className="font-medium">{answered.sender.name}</p>
        <p className="truncate text-muted-foreground">{plainText(answered.text) || 'Attachment'}</p>
      </div>
      <Button variant="ghost" size="icon" aria-label="Do not reply" onClick={onCancel}>
        <X />
      </Button>
    </div>
  )
}
