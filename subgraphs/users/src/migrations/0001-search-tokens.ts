import type { Migration } from '@colloquy/platform/migrations'
import { searchTokens } from '../profiles/search-tokens.ts'

const BATCH_SIZE = 500

/**
 * Gives accounts of the first release their search tokens. The field that people were found by before marks an account that
 * has none yet, so a start that was cut short goes on with those.
 */
export const accountsHaveSearchTokens: Migration = {
  name: '0001-search-tokens',
  async run(database, steps) {
    const users = database.collection<{ name: string; username: string }>('users')
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
      await steps.done(String(accounts.at(-1)?._id), accounts.length)
    }
    await users.dropIndex('searchWords_1').catch(unlessGone)
  },
}

/** A new database has neither the index nor the collection. */
function unlessGone(error: unknown): void {
  const reason = error instanceof Error && 'codeName' in error ? error.codeName : null
  if (reason !== 'IndexNotFound' && reason !== 'NamespaceNotFound') throw error
}
