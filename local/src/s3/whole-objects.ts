import { randomUUID } from 'node:crypto'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Store } from '@20minutes/s3rver'
import type { KeyTurns } from './key-turns.ts'

/**
 * Makes a store replace objects whole: s3rver would write a new one over the old one while that is read or copied. The new
 * bytes are written beside it, and take its place in a turn of its key, as reading does.
 */
export function replaceWhole(store: Store, inTurn: KeyTurns): void {
  const getObject = store.getObject.bind(store)
  store.getObject = (bucket, key, options) => inTurn(`${bucket}/${key}`, () => getObject(bucket, key, options))
  store.putObject = async ({ bucket, key, content, metadata }) => {
    const path = store.getResourcePath(bucket, key, 'object')
    const arriving = `${path}.${randomUUID()}`
    await mkdir(dirname(path), { recursive: true })
    try {
      const [size, md5] = await store.putContent(arriving, content)
      await inTurn(`${bucket}/${key}`, async () => {
        await rename(arriving, path)
        await store.putMetadata(bucket, key, metadata, md5)
      })
      return { size, md5 }
    } catch (error) {
      await rm(arriving, { force: true })
      throw error
    }
  }
}
