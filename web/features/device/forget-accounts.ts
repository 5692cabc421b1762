/** Each account has a database of its own, and its tabs a channel of the same name. */
export const ACCOUNT_PREFIX = 'colloquy:'

/** Deletes what is kept of all accounts. Tabs that have it open let go of it. */
export async function forgetAccounts(): Promise<void> {
  const known = await databaseNames().catch(() => [])
  const names = known.flatMap((name) => (name?.startsWith(ACCOUNT_PREFIX) ? [name] : []))
  await Promise.all(names.map(deleteDatabase))
}

/** Rejects as well where a browser that refuses throws at once. */
const databaseNames = async (): Promise<(string | undefined)[]> => (await indexedDB.databases()).map(({ name }) => name)

/** Settles when it is gone, or cannot be deleted. */
function deleteDatabase(name: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const deleting = indexedDB.deleteDatabase(name)
  deleting.addEventListener('success', () => resolve())
  deleting.addEventListener('error', () => resolve())
  return promise
}
