import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

/** A data folder that was used does not hold what it should; nothing was changed in it. */
export class DataDamaged extends Error {
  override name = 'DataDamaged'
}

const DATA = 'data.mdb'
/** In a folder whose database was made: without data beside it, the data are gone, and were not yet to come. */
const MARK = 'in-use'

/**
 * Looks through the whole database of a folder, in a process of its own: what lmdb reads of a damaged file can end the process
 * that reads it.
 * @throws DataDamaged when files are missing, empty, cut off or overwritten
 */
export async function requireWhole(dataDir: string): Promise<void> {
  const bytes = statSync(join(dataDir, DATA), { throwIfNoEntry: false })?.size ?? 0
  if (bytes === 0) {
    if (existsSync(join(dataDir, MARK))) throw damaged(dataDir, `${DATA} is missing or empty`)
    return
  }
  const check = spawn(process.execPath, [join(import.meta.dirname, 'check.ts'), dataDir], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const [said, [code, signal]] = await Promise.all([text(check.stderr), once(check, 'exit')])
  if (code !== 0) throw damaged(dataDir, said.trim().split('\n').at(-1) || `reading ended by ${signal ?? code}`)
}

/** Notes that a folder's database has been made. */
export const markUsed = (dataDir: string): void => writeFileSync(join(dataDir, MARK), '')

const damaged = (dataDir: string, reason: string): DataDamaged =>
  new DataDamaged(
    `The data of MongoDB in ${dataDir} are damaged: ${reason}. They are left as they are: put back a copy, or remove the folder to start empty.`,
  )
