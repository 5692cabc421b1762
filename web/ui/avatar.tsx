import type { CSSProperties, ReactNode } from 'react'
import { cn } from './class-names.ts'

const SIZES = {
  small: 'size-8 text-xs',
  medium: 'size-10 text-sm',
  large: 'size-12 text-base',
  huge: 'size-20 text-2xl',
}
const letters = new Intl.Segmenter()
const HUES = [22, 50, 85, 140, 175, 215, 255, 295, 335]

interface AvatarProps {
  /** Decides the colour, so that somebody looks the same everywhere. */
  id: string
  name: string
  size?: keyof typeof SIZES
  /** In place of the initials. */
  icon?: ReactNode
  /** At the lower right: whether they are there. */
  badge?: ReactNode
}

export function Avatar({ id, name, size = 'medium', icon, badge }: AvatarProps) {
  const style: CSSProperties & Record<'--hue', number> = { '--hue': hueOf(id) }
  return (
    <span className="relative inline-flex shrink-0" aria-hidden>
      <span
        style={style}
        // Drawn rather than written: the name is beside it, or is what the button is called.
        data-initials={icon ? undefined : initialsOf(name)}
        className={cn(
          'inline-flex items-center justify-center tinted rounded-full font-semibold select-none before:content-[attr(data-initials)]',
          SIZES[size],
        )}
      >
        {icon}
      </span>
      {badge}
    </span>
  )
}

/** The first letters of the first and the last word, as people write them. */
function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/)
  const last = words.length > 1 ? firstLetter(words.at(-1) ?? '') : ''
  return (firstLetter(words[0] ?? '') + last).toLocaleUpperCase() || '?'
}

/** What a reader takes for one letter, accents and all. */
function firstLetter(word: string): string {
  const [first] = letters.segment(word)
  return first?.segment ?? ''
}

function hueOf(id: string): number {
  const hash = id.split('').reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 65_536, 7)
  return HUES[hash % HUES.length] ?? 0
}
