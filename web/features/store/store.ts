import { useSyncExternalStore } from 'react'

/** A value that components can watch. */
export interface Readable<Value> {
  get: () => Value
  /** Calls the listener after each change; returns how to stop. */
  subscribe: (listener: () => void) => () => void
}

/** One that can be replaced; it is never changed in place. */
export interface Store<Value> extends Readable<Value> {
  set: (value: Value) => void
  update: (change: (value: Value) => Value) => void
}

/** A store that starts with the value given. Setting the very value it holds tells nobody. */
export function createStore<Value>(initial: Value): Store<Value> {
  let value = initial
  const listeners = new Set<() => void>()
  const set = (next: Value) => {
    if (Object.is(next, value)) return
    value = next
    for (const listener of listeners) listener()
  }
  return {
    get: () => value,
    set,
    update: (change) => set(change(value)),
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** What select finds in the store; the component renders again when that, compared by identity, changes. */
export function useStore<Value, Selected>(store: Readable<Value>, select: (value: Value) => Selected): Selected {
  const snapshot = () => select(store.get())
  return useSyncExternalStore(store.subscribe, snapshot, snapshot)
}
