import type { IDBPDatabase } from 'idb'
import { openDB } from 'idb'
import { ACCOUNT_PREFIX } from './forget-accounts.ts'

const VERSION = 1
const TABLES = ['outgoing', 'drafts', 'uploads'] as const
/** A browser that has not opened its database by then does not: the chat goes on without. */
const OPEN_WITHIN_MS = 3_000

export type Table = (typeof TABLES)[number]

/** A value that was put, or taken out when it is undefined. */
export interface Change {
  table: Table
  key: string
  value: unknown
}

/** Where an account's things are kept in this browser, beyond the page. */
export interface Keeper {
  load: (table: Table) => Promise<[key: string, value: unknown][]>
  /** What is kept under a key by now, by whichever tab; undefined when nothing is. */
  read: (table: Table, key: string) => Promise<unknown>
  /** Keeps a value, or takes it out when it is undefined. What cannot be kept lives as long as the page does. */
  keep: (change: Change) => void
  /** Calls back with what other tabs change; returns how to stop. */
  onChange: (listener: (change: Change) => void) => () => void
  close: () => void
}

/** Keeps nothing: where the browser has no database for this page. */
export const forgetfulKeeper = (): Keeper => ({
  load: async () => [],
  read: async () => undefined,
  keep: () => {},
  onChange: () => () => {},
  close: () => {},
})

/** Opens the database of an account. The channel is open before anything is read, so that no change is missed between. */
export async function openKeeper(accountId: string): Promise<Keeper> {
  const name = ACCOUNT_PREFIX + accountId
  const opening = openDatabase(name).catch(() => null)
  const database = await Promise.race([opening, afterMs(OPEN_WITHIN_MS)])
  if (!database) {
    void opening.then((late) => late?.close())
    return forgetfulKeeper()
  }
  const channel = new BroadcastChannel(name)
  let isOpen = true
  return {
    load: (table) => entriesOf(database, table),
    read: async (table, key) => database.get(table, key),
    keep: (change) => {
      // Other tabs are told what is kept already: one that opens meanwhile reads it, or hears of it.
      write(database, change)
        .catch(() => null)
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has none
        .finally(() => isOpen && channel.postMessage(change))
    },
    onChange: (listener) => {
      const onMessage = ({ data }: MessageEvent<Change>) => listener(data)
      channel.addEventListener('message', onMessage)
      return () => channel.removeEventListener('message', onMessage)
    },
    close: () => {
      isOpen = false
      channel.close()
      database.close()
    },
  }
}

/** Rejects as well where a browser that refuses throws at once. */
async function openDatabase(name: string): Promise<IDBPDatabase> {
  return openDB(name, VERSION, {
    upgrade: (database) => TABLES.forEach((table) => database.createObjectStore(table)),
    // Another tab signs out and deletes it, or has a newer version of this site.
    blocking: (_current, _blocked, event) => event.target instanceof IDBDatabase && event.target.close(),
  })
}

async function entriesOf(database: IDBPDatabase, table: Table): Promise<[string, unknown][]> {
  const { store } = database.transaction(table)
  const [keys, values] = await Promise.all([store.getAllKeys(), store.getAll()])
  return keys.flatMap((key, index) => (typeof key === 'string' ? [[key, values[index]]] : []))
}

async function write(database: IDBPDatabase, { table, key, value }: Change): Promise<void> {
  const { store, done, commit } = transactionOn(database, table)
  const written = value === undefined ? store.delete(key) : store.put(value, key)
  // Committed in the same breath, so that it is done even when the page goes away right now.
  commit()
  await Promise.all([written, done])
}

function transactionOn(database: IDBPDatabase, table: Table) {
  const transaction = database.transaction(table, 'readwrite', { durability: 'relaxed' })
  return { store: transaction.store, done: transaction.done, commit: () => transaction.commit() }
}

const afterMs = (delayMs: number): Promise<null> => new Promise((resolve) => setTimeout(() => resolve(null), delayMs))
