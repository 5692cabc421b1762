import type { Steps } from '@colloquy/platform/migrations'
import type { mongo } from 'mongoose'

/** How many documents one step reads and writes. */
const BATCH_SIZE = 500

/**
 * Walks a collection in the order of `_id`, a batch a step, and writes what `change` makes of each document: null for nothing.
 * @param after what is left to do after a position, which is the `_id` of a document as a string
 */
export async function inBatches<Stored extends { _id: string | mongo.ObjectId }>(
  collection: mongo.Collection<Stored>,
  { from, done }: Steps,
  after: (position: string | null) => mongo.Filter<Stored>,
  change: (document: mongo.WithId<Stored>) => Promise<mongo.AnyBulkWriteOperation<Stored> | null>,
): Promise<void> {
  for (let position = from; ;) {
    const batch = await collection.find(after(position)).sort({ _id: 1 }).limit(BATCH_SIZE).toArray()
    const last = batch.at(-1)
    if (!last) return
    const operations = (await Promise.all(batch.map(change))).filter((operation) => operation !== null)
    if (operations.length > 0) await collection.bulkWrite(operations, { ordered: false })
    position = String(last._id)
    await done(position, operations.length)
  }
}
