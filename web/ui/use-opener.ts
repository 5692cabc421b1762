import { useEffect, useRef } from 'react'

const PASSING = '[role=menu], [role=dialog], [data-radix-focus-guard]'

/** Gives the focus back to what had it before a dialog opened, or the menu that leads to it. */
export function useOpener(isOpen: boolean): () => void {
  const opener = useRef<HTMLElement | null>(null)

  useEffect(() => {
    if (isOpen) return undefined
    const onFocus = ({ target }: FocusEvent) => {
      if (target instanceof HTMLElement && !target.closest(PASSING)) opener.current = target
    }
    document.addEventListener('focusin', onFocus)
    return () => document.removeEventListener('focusin', onFocus)
  }, [isOpen])

  return () => opener.current?.focus()
}
