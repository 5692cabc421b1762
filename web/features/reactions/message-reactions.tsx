import { cn } from '../../ui/class-names.ts'
import type { ShownReaction } from './shown-reactions.ts'

interface MessageReactionsProps {
  reactions: readonly ShownReaction[]
  isOwnMessage: boolean
  onReact: (emoji: string, added: boolean) => void
}

/** What people have reacted to a message with; a click on one joins in, or takes it back. */
export function MessageReactions({ reactions, isOwnMessage, onReact }: MessageReactionsProps) {
  return (
    <ul aria-label="Reactions" className={cn('flex flex-wrap gap-1 pt-1', isOwnMessage && 'justify-end')}>
      {reactions.map(({ emoji, count, isOwn }) => (
        <li key={emoji}>
          <button
            type="button"
            data-testid="reaction"
            aria-pressed={isOwn}
            aria-label={`${emoji} ${count}`}
            title={isOwn ? 'Take back' : 'React with this too'}
            onClick={() => onReact(emoji, !isOwn)}
            className={cn(
              'inline-flex h-7 items-center gap-1.5 rounded-full border px-2 text-[0.8125rem] tabular-nums pointer-coarse:h-9 pointer-coarse:px-3',
              isOwn ? 'border-primary bg-primary/10 font-semibold' : 'bg-background hover:bg-accent',
            )}
          >
            <span className="text-base leading-none">{emoji}</span>
            {count}
          </button>
        </li>
      ))}
    </ul>
  )
}
