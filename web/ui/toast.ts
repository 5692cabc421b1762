export interface Toast {
  kind: 'error' | 'success'
  text: string
}

let waiting: readonly Toast[] = []
const listeners = new Set<() => void>()

function put(toasts: readonly Toast[]): void {
  waiting = toasts
  for (const listener of listeners) listener()
}

/** What is still to be shown. What shows toasts is loaded with the first. */
export const toasts = {
  waiting: (): readonly Toast[] => waiting,
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  },
  shown: (): void => put([]),
}

/** Says something at the top of the screen. */
export const toast = {
  error: (text: string): void => put([...waiting, { kind: 'error', text }]),
  success: (text: string): void => put([...waiting, { kind: 'success', text }]),
}
