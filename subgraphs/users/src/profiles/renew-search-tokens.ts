import type { Connection } from 'mongoose'
import { searchTokens } from './search-tokens.ts'

/** The index of the field that people were found by before they had tokens; it is there until all have them. */
const FORMER_INDEX = 'searchWords_1'
const BATCH_SIZE = 500

/**
 * Gives accounts of the first release their search tokens. It may be cut short and run again, also by several processes at once:
 * the former field marks an account that has none yet, and its index, dropped last, that there may be such accounts.
 */
export async function renewSearchTokens(connection: Connection): Promise<void> {
  const users = connection.collection<{ name: string; username: string }>('users')
  const indexes = await users.indexes()
  if (!indexes.some(({ name }) => name === FORMER_INDEX)) return
  const batch = () =>
    users
      .find({ searchWords: { $exists: true } })
      .limit(BATCH_SIZE)
      .toArray()
  for (let accounts = await batch(); accounts.length > 0; accounts = await batch()) {
    await users.bulkWrite(
      accounts.map(({ _id, name, username }) => ({
        updateOne: {
          // Tokens are of this name and username: whoever changed them since has made the new ones already.
          filter: { _id, name, username },
          update: { $set: { searchTokens: searchTokens(name, username) }, $unset: { searchWords: 1 } },
        },
      })),
      { ordered: false },
    )
  }
  await users.dropIndex(FORMER_INDEX).catch(unlessGone)
}

function unlessGone(error: unknown): void {
  if (!(error instanceof Error && 'codeName' in error && error.codeName === 'IndexNotFound')) throw error
}
