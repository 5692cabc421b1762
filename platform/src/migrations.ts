import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Connection, mongo } from 'mongoose'
import type { Logger } from './logger.ts'
import { duplicateKey } from './mongodb.ts'

/**
 * A change of what is stored. It runs to its end once, in small steps; cut short it goes on from the last step that was
 * noted, which may then be done again. It speaks to collections by their names and imports no store: those move on, and
 * what it does must stay as it was written.
 */
export interface Migration {
  /** Unique for ever: `0001-what-it-does`. */
  name: string
  run: (database: mongo.Db, steps: Steps) => Promise<void>
}

export interface Steps {
  /** Up to where an earlier run got; null at the beginning. */
  from: string | null
  /** All up to there is done. */
  done: (position: string, documents: number) => Promise<void>
}

interface LedgerEntry {
  _id: string
  ownerId: string
  /** Milliseconds since the epoch. Whoever owns it is taken for dead after this. */
  ownedUntilMs: number
  position: string | null
  finishedAt: Date | null
}

/** For how long a process that is silent is believed to be at work; clocks that differ a little do no harm. */
const OWNED_MS = 60_000
/** How often a process looks whether the one at work has finished. */
const LOOK_AGAIN_MS = 500

/**
 * Runs, in order, those of the migrations that this database has not seen. Of several processes that start at once one runs
 * each, the others wait; when it dies another one takes over. Resolves when all are done.
 * @throws when one fails; the next start tries again
 */
export async function migrate(
  connection: Connection,
  migrations: readonly Migration[],
  logger: Logger,
  { ownedMs, lookAgainMs } = { ownedMs: OWNED_MS, lookAgainMs: LOOK_AGAIN_MS },
): Promise<void> {
  const { db } = connection
  if (!db) throw new Error('Migrations need an open connection.')
  const ledger = db.collection<LedgerEntry>('migrations')
  const ownerId = randomUUID()

  /** Null while another process has it. */
  const claim = async (name: string): Promise<LedgerEntry | null> => {
    const nowMs = Date.now()
    try {
      await ledger.updateOne(
        { _id: name },
        { $setOnInsert: { ownerId, ownedUntilMs: 0, position: null, finishedAt: null } },
        { upsert: true },
      )
    } catch (error) {
      // Two upserts at once may both insert, and MongoDB refuses one: the entry is there all the same.
      if (duplicateKey(error) === null) throw error
    }
    return ledger.findOneAndUpdate(
      { _id: name, finishedAt: null, ownedUntilMs: { $lt: nowMs } },
      { $set: { ownerId, ownedUntilMs: nowMs + ownedMs } },
      { returnDocument: 'after' },
    )
  }
  const note = async (name: string, change: Partial<LedgerEntry>) => {
    const { matchedCount } = await ledger.updateOne({ _id: name, ownerId }, { $set: change })
    if (matchedCount === 0) throw new Error(`Another process has taken over the migration ${name}.`)
  }
  const run = async ({ name, run }: Migration, { position }: LedgerEntry) => {
    logger.info({ migration: name, from: position }, 'migration begins')
    await run(db, {
      from: position,
      async done(position, documents) {
        await note(name, { position, ownedUntilMs: Date.now() + ownedMs })
        logger.info({ migration: name, position, documents }, 'migration goes on')
      },
    })
    await note(name, { finishedAt: new Date(), ownedUntilMs: 0 })
    logger.info({ migration: name }, 'migration done')
  }

  for (const migration of migrations) {
    while (!(await ledger.findOne({ _id: migration.name, finishedAt: { $type: 'date' } }))) {
      const claimed = await claim(migration.name)
      if (claimed) await run(migration, claimed)
      else await delay(lookAgainMs)
    }
  }
}
