import type { Keeper } from '../device/keeper.ts'
import { openKeeper } from '../device/keeper.ts'
import type { KeptMap } from '../device/kept-map.ts'
import { openKeptMap } from '../device/kept-map.ts'
import type { Draft, OutboxItem, Upload } from './kept-forms.ts'
import { draft, outboxItem, upload } from './kept-forms.ts'

/** So long may a file lie here that no draft or message has: whoever attached it may not have come further. */
const ORPHAN_AGE_MS = 3_600_000

/** What an account has not sent yet, kept in the browser and the same in all its tabs. */
export interface Kept {
  outgoing: KeptMap<OutboxItem>
  /** By conversation. */
  drafts: KeptMap<Draft>
  uploads: KeptMap<Upload>
  close: () => void
}

export const openKept = async (accountId: string): Promise<Kept> => keptBy(await openKeeper(accountId))

export async function keptBy(keeper: Keeper): Promise<Kept> {
  const [outgoing, drafts, uploads] = await Promise.all([
    openKeptMap(keeper, 'outgoing', outboxItem),
    openKeptMap(keeper, 'drafts', draft),
    openKeptMap(keeper, 'uploads', upload),
  ])
  const used = new Set([...outgoing.all.get().values(), ...drafts.all.get().values()].flatMap(({ files }) => files))
  for (const { key, addedAtMs } of uploads.all.get().values())
    if (!used.has(key) && Date.now() - addedAtMs > ORPHAN_AGE_MS) uploads.remove(key)
  return { outgoing, drafts, uploads, close: keeper.close }
}
