import type { ComponentProps } from 'react'
import { hasTouchKeyboard } from './touch-keyboard.ts'

/** A field of one line that grows with what is written in it. */
export function GrowingTextarea(props: ComponentProps<'textarea'>) {
  return (
    <textarea
      rows={1}
      enterKeyHint={hasTouchKeyboard() ? 'enter' : 'send'}
      className="field-sizing-content max-h-50 min-h-11 min-w-0 flex-1 resize-none self-center bg-transparent px-1 py-2.5 text-base leading-6 outline-none placeholder:text-muted-foreground/80"
      {...props}
    />
  )
}
