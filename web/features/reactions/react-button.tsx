import { SmilePlus } from 'lucide-react'
import { Popover, Toolbar } from 'radix-ui'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { quickReactions } from './quick-reactions.ts'
import type { ShownReaction } from './shown-reactions.ts'

interface ReactButtonProps {
  reactions: readonly ShownReaction[]
  className: string
  onReact: (emoji: string, added: boolean) => void
}

/** Opens the emoji that are at hand; arrow keys go along them. */
export function ReactButton({ reactions, className, onReact }: ReactButtonProps) {
  const [isOpen, setOpen] = useState(false)
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <Button variant="ghost" size="icon" aria-label="React" title="React" className={className}>
          <SmilePlus className="size-4!" />
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          aria-label="React"
          side="top"
          align="start"
          sideOffset={6}
          collisionPadding={8}
          className="z-50 animate-enter rounded-full border bg-popover p-1 shadow-lg outline-none"
        >
          <QuickReactions
            reactions={reactions}
            onReact={(emoji, added) => {
              setOpen(false)
              onReact(emoji, added)
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

function QuickReactions({ reactions, onReact }: Pick<ReactButtonProps, 'reactions' | 'onReact'>) {
  const [offered] = useState(quickReactions)
  return (
    <Toolbar.Root aria-label="Quick reactions" className="flex">
      {offered.map((emoji) => {
        const isOwn = reactions.some((reaction) => reaction.emoji === emoji && reaction.isOwn)
        return (
          <Toolbar.Button
            key={emoji}
            aria-pressed={isOwn}
            onClick={() => onReact(emoji, !isOwn)}
            className="inline-flex size-10 items-center justify-center rounded-full text-xl hover:bg-accent aria-pressed:bg-primary/15 pointer-coarse:size-11"
          >
            {emoji}
          </Toolbar.Button>
        )
      })}
    </Toolbar.Root>
  )
}
