import DataLoader from 'dataloader'
import type { Profile } from './profile.ts'
import type { ProfileStore } from './store.ts'

export type ProfileLoader = DataLoader<string, Profile | null>

/** Loads profiles by id for one request: all that is asked for in one turn is one query. */
export function createProfileLoader(store: Pick<ProfileStore, 'findByIds'>): ProfileLoader {
  return new DataLoader(async (ids) => {
    const found = new Map((await store.findByIds(ids)).map((profile) => [profile.id, profile]))
    return ids.map((id) => found.get(id) ?? null)
  })
}
