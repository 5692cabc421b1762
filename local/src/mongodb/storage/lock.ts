import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, realpathSync } from 'node:fs'
import { createServer } from 'node:net'
import { CommandError } from '../errors.ts'

/**
 * Keeps a second process out of a folder: what is known of it in memory would not be true any more. The lock is an abstract
 * socket of Linux, which vanishes with its process however that ends; elsewhere there is none.
 */
export async function lockDirectory(dataDir: string): Promise<AsyncDisposable> {
  mkdirSync(dataDir, { recursive: true })
  const server = createServer()
  if (process.platform !== 'linux') return server
  const name = createHash('sha256').update(realpathSync(dataDir)).digest('hex')
  server.listen(`\0colloquy-mongodb-${name}`).unref()
  try {
    await once(server, 'listening')
  } catch {
    throw new CommandError('DBPathInUse', `the data folder is in use by another process: ${dataDir}`)
  }
  return server
}
