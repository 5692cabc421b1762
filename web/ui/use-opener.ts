import { createContext, use, useEffect, useRef } from 'react'

const PASSING = '[role=menu], [role=dialog], [data-radix-focus-guard]'

/** From around a dialog that comes too late to have seen what had the focus before it. */
export const OpenerContext = createContext<(() => void) | null>(null)

/** Gives the focus back to what had it before a dialog opened, or the menu that leads to it. */
export function useOpener(isOpen: boolean): () => void {
  const opener = useRef<HTMLElement | null>(null)
  const focusOuter = use(OpenerContext)

  useEffect(() => {
    if (isOpen) return undefined
    const onFocus = ({ target }: FocusEvent) => {
      if (target instanceof HTMLElement && !target.closest(PASSING)) opener.current = target
    }
    document.addEventListener('focusin', onFocus)
    return () => document.removeEventListener('focusin', onFocus)
  }, [isOpen])

  return focusOuter ?? (() => opener.current?.focus())
}
