import { FileText } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { charactersLeft } from './draft-text.ts'

interface LengthNoticeProps {
  text: string
  /** The text can be made a file now. */
  canAttach?: boolean
  /** Where it can be made one at all. */
  onAttach?: () => void
}

const number = new Intl.NumberFormat('en')
const characters = (count: number) => `${number.format(count)} ${count === 1 ? 'character' : 'characters'}`

/** How much more can be written; of a text that is too long what can be done with it. Nothing of it is cut off. */
export function LengthNotice({ text, canAttach, onAttach }: LengthNoticeProps) {
  const left = charactersLeft(text)
  const isOver = left !== null && left < 0
  return (
    <div className="flex flex-wrap items-center gap-x-2 px-4 text-xs text-muted-foreground">
      <output data-testid="length-notice" className={isOver ? 'py-1 text-destructive' : 'empty:hidden'}>
        {isOver ? `${characters(-left)} too many for a message.` : left !== null && `${characters(left)} left`}
      </output>
      {isOver && onAttach && (
        <Button variant="ghost" size="small" disabled={!canAttach} onClick={onAttach}>
          <FileText className="size-4" /> Attach it as a file
        </Button>
      )}
    </div>
  )
}
