import type * as z from 'zod/mini'
import type { Readable } from '../store/store.ts'
import { createStore } from '../store/store.ts'
import type { Keeper, Table } from './keeper.ts'

/** Values by key that outlive the page and are the same in all tabs of an account. */
export interface KeptMap<Value> {
  all: Readable<ReadonlyMap<string, Value>>
  get: (key: string) => Value | undefined
  put: (key: string, value: Value) => void
  remove: (key: string) => void
  /** Takes over what another tab has kept under a key, before it has told of it. */
  refresh: (key: string) => Promise<void>
}

/**
 * The values of one table. A change is there at once, is kept next, and then comes to the other tabs. What an earlier
 * version of this site kept in another form is left out.
 */
export async function openKeptMap<Value>(
  keeper: Keeper,
  table: Table,
  form: z.ZodMiniType<Value>,
): Promise<KeptMap<Value>> {
  const all = createStore<ReadonlyMap<string, Value>>(new Map())
  const apply = (key: string, value: Value | undefined) =>
    all.update((known) => {
      const next = new Map(known)
      if (value === undefined) next.delete(key)
      else next.set(key, value)
      return next
    })
  const take = (key: string, value: unknown) => {
    const read = form.safeParse(value)
    if (read.success) apply(key, read.data)
  }

  // A change that comes while the table is read is newer than what is read.
  const loading = new Map<string, unknown>()
  const stopListening = keeper.onChange((change) => change.table === table && loading.set(change.key, change.value))
  for (const [key, value] of await keeper.load(table)) if (!loading.has(key)) take(key, value)
  stopListening()
  const follow = (key: string, value: unknown) => (value === undefined ? apply(key, undefined) : take(key, value))
  for (const [key, value] of loading) follow(key, value)
  keeper.onChange((change) => change.table === table && follow(change.key, change.value))

  const change = (key: string, value: Value | undefined) => {
    apply(key, value)
    keeper.keep({ table, key, value })
  }
  return {
    all,
    get: (key) => all.get().get(key),
    put: change,
    refresh: async (key) => {
      const value = await keeper.read(table, key).catch(() => undefined)
      if (value !== undefined) take(key, value)
    },
    remove: (key) => all.get().has(key) && change(key, undefined),
  }
}
