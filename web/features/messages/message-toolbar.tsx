import { MoreHorizontal, Pencil, Reply, Trash2 } from 'lucide-react'
import type { ComponentProps } from 'react'
import { Button } from '../../ui/button.tsx'
import { cn } from '../../ui/class-names.ts'
import { DropdownMenu, DropdownMenuItem } from '../../ui/dropdown-menu.tsx'
import type { ChatMessage } from '../chat/message-log.ts'
import { ReactButton } from '../reactions/react-button.tsx'
import type { ShownReaction } from '../reactions/shown-reactions.ts'

const BUTTON_SIZE = 'size-8 pointer-coarse:size-11'

export interface ToolbarActions {
  reply: (message: ChatMessage) => void
  edit: (message: ChatMessage) => void
  remove: (message: ChatMessage) => void
  react: (message: ChatMessage, emoji: string, added: boolean) => void
}

interface MessageToolbarProps {
  message: ChatMessage
  isOwn: boolean
  /** The viewer may delete it for everybody. */
  canDelete: boolean
  reactions: readonly ShownReaction[]
  actions: ToolbarActions
}

/** What can be done with a message. It is over the message's upper edge while one points at it, or has tapped it. */
export function MessageToolbar({ message, isOwn, canDelete, reactions, actions }: MessageToolbarProps) {
  const whose = isOwn ? 'yourself' : message.sender.name
  return (
    <div
      data-testid="message-toolbar"
      className={cn(
        'pointer-events-none absolute bottom-full z-10 -mb-3 flex rounded-xl border bg-popover opacity-0 shadow-sm',
        'group-focus-within:pointer-events-auto group-focus-within:opacity-100 group-hover:pointer-events-auto group-hover:opacity-100',
        'has-data-[state=open]:pointer-events-auto has-data-[state=open]:opacity-100',
        isOwn ? 'right-0' : 'left-0',
      )}
    >
      <ToolbarButton label={`Reply to ${whose}`} title="Reply" onClick={() => actions.reply(message)}>
        <Reply className="size-4!" />
      </ToolbarButton>
      <ReactButton
        reactions={reactions}
        className={BUTTON_SIZE}
        onReact={(emoji, added) => actions.react(message, emoji, added)}
      />
      {canDelete && (
        <DropdownMenu
          trigger={
            <ToolbarButton label="More" title="More">
              <MoreHorizontal className="size-4!" />
            </ToolbarButton>
          }
        >
          {isOwn && (
            <DropdownMenuItem onSelect={() => actions.edit(message)}>
              <Pencil /> Edit
            </DropdownMenuItem>
          )}
          <DropdownMenuItem onSelect={() => actions.remove(message)}>
            <Trash2 /> Delete for everyone
          </DropdownMenuItem>
        </DropdownMenu>
      )}
    </div>
  )
}

function ToolbarButton({ label, ...props }: ComponentProps<'button'> & { label: string }) {
  return <Button variant="ghost" size="icon" aria-label={label} className={BUTTON_SIZE} {...props} />
}
