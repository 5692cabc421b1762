import { glob, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

/**
 * A subgraph's SDL: every schema.graphql below a folder, joined, the one at the top first.
 * @param folder such as `new URL('.', import.meta.url)` in the subgraph's src
 */
export async function readSubgraphSdl(folder: URL): Promise<string> {
  const path = fileURLToPath(folder)
  const files = await Array.fromAsync(glob('**/schema.graphql', { cwd: path }))
  files.sort((a, b) => a.split('/').length - b.split('/').length || a.localeCompare(b))
  const texts = await Promise.all(files.map((file) => readFile(path + file, 'utf8')))
  return texts.join('\n')
}
