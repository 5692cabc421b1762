import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLogger } from '@colloquy/platform/logger'
import { expect, test, vi } from 'vitest'
import { watchSupergraphFile } from './supergraph-file.ts'

const logger = createLogger('test', 'silent')

test('a new content is handed over, and a broken one does not end the watch', async () => {
  await using folder = await temporaryFolder()
  const path = join(folder.path, 'supergraph.graphql')
  await writeFile(path, 'first')
  const taken: string[] = []
  using _ = watchSupergraphFile({
    path,
    current: 'first',
    logger,
    replace(content) {
      if (content === 'broken') throw new Error('not usable')
      taken.push(content)
    },
  })
  await writeFile(path, 'second')
  await vi.waitFor(() => expect(taken).toEqual(['second']))
  await writeFile(path, 'broken')
  // As deployments do it.
  await writeFile(`${path}.new`, 'third')
  await rename(`${path}.new`, path)
  await vi.waitFor(() => expect(taken).toEqual(['second', 'third']))
})

async function temporaryFolder() {
  const path = await mkdtemp(join(tmpdir(), 'supergraph-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) }
}
