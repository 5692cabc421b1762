import { Schema, Types, trusted } from 'mongoose'
import type { Connection } from 'mongoose'
import { duplicateKey } from '@colloquy/platform/mongodb'
import type { Profile, ProfileChanges } from './profile.ts'
import { searchTokens } from './search-tokens.ts'

interface ProfileDocument extends Omit<Profile, 'id'> {
  _id: Types.ObjectId
  /** Those of name and username, for search. */
  searchTokens: string[]
}

/** A search names it, so that none is ever answered by reading all accounts. */
const SEARCH_INDEX = { searchTokens: 1 } as const

const profileSchema = new Schema<ProfileDocument>(
  {
    email: { type: String, required: true },
    username: { type: String, required: true },
    name: { type: String, required: true },
    bio: { type: String, default: null },
    createdAt: { type: Date, required: true },
    searchTokens: { type: [String], required: true },
  },
  { collection: 'users', versionKey: false },
)
profileSchema.index({ email: 1 }, { unique: true })
profileSchema.index({ username: 1 }, { unique: true })
profileSchema.index(SEARCH_INDEX)

/** A unique field that another account has. */
export interface Taken {
  taken: 'email' | 'username'
}

export type ProfileStore = Awaited<ReturnType<typeof createProfileStore>>

/** Accounts in MongoDB; creates its indexes before it resolves. */
export async function createProfileStore(connection: Connection) {
  const model = connection.model('User', profileSchema)
  await model.createIndexes()

  return {
    async findByIds(ids: readonly string[]): Promise<Profile[]> {
      const known = ids.filter((id) => Types.ObjectId.isValid(id))
      return (await model.find({ _id: trusted({ $in: known }) }).lean()).map(toProfile)
    },

    async findByEmail(email: string): Promise<Profile | null> {
      const found = await model.findOne({ email }).lean()
      return found && toProfile(found)
    },

    /** Those who have, for each of the tokens, one that starts with it. */
    async search(tokens: readonly string[], first: number): Promise<Profile[]> {
      const conditions = tokens.map((token) => ({ searchTokens: startsWith(token) }))
      return (await model.find({ $and: conditions }).hint(SEARCH_INDEX).limit(first).lean()).map(toProfile)
    },

    async insert(profile: Omit<Profile, 'id'>): Promise<Profile | Taken> {
      return unlessTaken(async () => {
        const _id = new Types.ObjectId()
        await model.create({ ...profile, _id, searchTokens: searchTokens(profile.name, profile.username) })
        return { ...profile, id: _id.toHexString() }
      })
    },

    /** Null when there is no such account. */
    async update(id: string, changes: ProfileChanges): Promise<Profile | Taken | null> {
      return unlessTaken(async () => {
        for (;;) {
          const before = await model.findById(id).lean()
          if (!before) return null
          const { name, username } = { ...before, ...changes }
          // The tokens belong to this name and username, so neither may have changed since.
          const after = await model
            .findOneAndUpdate(
              { _id: before._id, name: before.name, username: before.username },
              { $set: { ...changes, searchTokens: searchTokens(name, username) } },
              { returnDocument: 'after' },
            )
            .lean()
          if (after) return toProfile(after)
        }
      })
    },
  }
}

/** Case-sensitive and anchored, so that it is a range of the index. A token has letters and digits alone. */
const startsWith = (token: string) => new RegExp(`^${token}`)

async function unlessTaken<Result>(write: () => Promise<Result>): Promise<Result | Taken> {
  try {
    return await write()
  } catch (error) {
    const field = duplicateKey(error)
    if (field === 'email' || field === 'username') return { taken: field }
    throw error
  }
}

function toProfile({ _id, email, username, name, bio, createdAt }: ProfileDocument): Profile {
  return { id: _id.toHexString(), email, username, name, bio, createdAt }
}
