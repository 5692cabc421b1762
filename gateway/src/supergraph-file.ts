import { watch } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Logger } from '@colloquy/platform/logger'

/** Writers take a moment: this long after the last change the file is read. */
const DEBOUNCE_MS = 100
/** Network file systems and mounted volumes may report no change at all. */
const POLL_MS = 10_000

/**
 * Watches the supergraph file and hands over each new content. The folder is watched rather than the file, since
 * deployments replace a file by renaming, or the folder by a symbolic link.
 * @param current what the file held when it was read first
 * @param replace takes the new content; throws when it is not usable, and is then given no more until it changes again
 */
export function watchSupergraphFile({
  path,
  current,
  replace,
  logger,
}: {
  path: string
  current: string
  replace: (supergraphSdl: string) => void
  logger: Logger
}): Disposable {
  let last = current
  let pending: NodeJS.Timeout | undefined
  const look = async () => {
    try {
      const content = await readFile(path, 'utf8')
      if (content === last) return
      last = content
      replace(content)
      logger.info({ path }, 'a new supergraph took over')
    } catch (error) {
      logger.error({ err: error, path }, 'the new supergraph is not usable; the one before goes on')
    }
  }
  const watcher = watch(dirname(path), { persistent: false }, () => {
    clearTimeout(pending)
    pending = setTimeout(() => void look(), DEBOUNCE_MS)
  })
  watcher.on('error', (error) => logger.warn({ err: error, path }, 'the supergraph file is polled from now on'))
  const poll = setInterval(() => void look(), POLL_MS).unref()
  return {
    [Symbol.dispose]() {
      watcher.close()
      clearTimeout(pending)
      clearInterval(poll)
    },
  }
}
